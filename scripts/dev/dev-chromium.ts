import { launchChromium } from '../../e2e/drivers/chromium.ts';
import { openPanel } from '../../e2e/drivers/devtools-panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import type { DevBrowser } from './dev-browser.ts';

/** Opens the lab in a Chromium whose DevTools show the panel. */
export async function devChromium(extensionDir: string, lab: Lab, headless: boolean): Promise<DevBrowser> {
  const browser = await launchChromium({
    extensionDir,
    devtools: true,
    dock: 'bottom',
    headless,
    args: lab.chromiumArgs,
  });
  const closed = new Promise<void>((done) => browser.context.on('close', () => done()));
  const panel = await openPanel(browser);
  await browser.page.goto(lab.url);
  await panel.close();
  return {
    address: `http://${new URL(browser.endpoint).host}`,
    // Another browser: DevTools of a running one never showed the panel again after `chrome.runtime.reload()`.
    async reload() {
      await browser.close();
      return devChromium(extensionDir, lab, headless);
    },
    ended: () => closed,
    close: () => browser.close(),
  };
}
