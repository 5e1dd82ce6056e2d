import { resolve } from 'node:path';
import { launchFirefox } from '../../e2e/drivers/firefox.ts';
import { openFirefoxPanel } from '../../e2e/drivers/firefox-panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import type { DevBrowser } from './dev-browser.ts';

/** Opens the lab in a Firefox whose toolbox shows the panel. */
export async function devFirefox(extensionDir: string, lab: Lab, headless: boolean): Promise<DevBrowser> {
  const firefox = await launchFirefox({ extensionDir, ca: lab.ca, headless });
  let panel = await openFirefoxPanel(firefox);
  await firefox.goto(lab.url);
  const shown: DevBrowser = {
    address: null,
    async reload() {
      await panel.close();
      // Takes the place of the one that is installed.
      await firefox.marionette.command('Addon:Install', { path: resolve(extensionDir), temporary: true });
      panel = await openFirefoxPanel(firefox);
      await firefox.goto(lab.url);
      return shown;
    },
    ended: () => firefox.ended(),
    close: () => firefox.close(),
  };
  return shown;
}
