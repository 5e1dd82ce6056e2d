import { launchChromium } from '../../e2e/drivers/chromium.ts';
import { openPanel } from '../../e2e/drivers/devtools-panel.ts';
import { startLab } from '../../e2e/lab/lab.ts';
import { press, showTab } from '../../e2e/panel/controls.ts';
import { recordGroundTruth } from '../../e2e/panel/ground-truth.ts';
import { settled } from '../../e2e/panel/settled-page.ts';
import type { Camera } from './camera.ts';

/** Fixed by the key in the manifest; only named origins may reach the debugging port. */
const EXTENSION = 'chrome-extension://mpcdkgdjdlaacbbenholhhpiiibmlmgh';

/** The shop after the browser's own log was joined: nothing is inferred any more, and the matrix says why. */
export async function takeGroundTruth(camera: Camera, extensionDir: string): Promise<void> {
  const lab = await startLab({ roundTrip: 20 });
  const browser = await launchChromium({
    extensionDir,
    devtools: true,
    dock: 'undocked',
    args: [...lab.chromiumArgs, `--remote-allow-origins=${EXTENSION}`],
  });
  try {
    const panel = await openPanel(browser);
    await panel.resize(1000, 1150);
    const says = (words: string) =>
      panel.waitFor(`document.querySelector('.notices')?.textContent?.includes('${words}') === true`, words);
    await recordGroundTruth(panel, new URL(browser.endpoint).port);
    await says('Recording ground truth');
    await browser.page.goto(lab.url);
    await settled(browser.page, panel, lab.log);
    await press(panel, 'Stop and join');
    await says('now observed');
    await camera.cut(panel, 'joined', { of: '.panel', height: 440 });
    await showTab(panel, 'Origins');
    await panel.click('.notices button[aria-label="Dismiss"]');
    await panel.resize(1120, 1150);
    await camera.cut(panel, 'matrix', { of: '.tabs', height: 440 });
    await panel.close();
  } finally {
    await browser.close();
    await lab.close();
  }
}
