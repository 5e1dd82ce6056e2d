import { launchFirefox } from '../../e2e/drivers/firefox.ts';
import { openFirefoxPanel } from '../../e2e/drivers/firefox-panel.ts';
import type { Panel } from '../../e2e/drivers/panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import { settled } from '../../e2e/panel/settled-page.ts';

/** Loads the shop in a headless Firefox whose toolbox shows the panel, and passes it to `use` while it is open. */
export async function withShopInFirefox<T>(lab: Lab, use: (panel: Panel) => Promise<T>): Promise<T> {
  const firefox = await launchFirefox({ extensionDir: 'dist/firefox', ca: lab.ca });
  try {
    const panel = await openFirefoxPanel(firefox, { window: { width: 1400, height: 900 } });
    await firefox.goto(lab.url);
    await settled(firefox, panel, lab.log);
    // Waiting for all rows has scrolled through them.
    await panel.evaluate(() => document.querySelector('.grid.requests')?.scrollTo(0, 0));
    return await use(panel);
  } finally {
    await firefox.close();
  }
}
