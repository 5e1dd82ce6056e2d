import { launchChromium } from '../../drivers/chromium.ts';
import { openPanel } from '../../drivers/devtools-panel.ts';
import { buildExtension } from '../../drivers/extension.ts';
import { ExtensionWorker } from '../../drivers/extension-worker.ts';
import { launchFirefox } from '../../drivers/firefox.ts';
import { openFirefoxPanel } from '../../drivers/firefox-panel.ts';
import type { Panel } from '../../drivers/panel.ts';
import type { Lab } from '../../lab/lab.ts';
import type { LoadedPage } from '../../panel/settled-page.ts';

/** A real browser with the built extension, and its panel in the real DevTools. */
export interface MainJobBrowser<P extends Panel = Panel> {
  readonly panel: P;
  readonly page: LoadedPage;
  goto(url: string): Promise<unknown>;
  /** Stops the background worker or page of the extension, as the browser does when it is idle. */
  stopBackground(): Promise<void>;
  close(): Promise<void>;
}

const SIZE = { width: 1400, height: 900 };

/** The id in Firefox's store, from extension/manifest.ts. */
const FIREFOX_ID = 'coalescope@coalescope.example';

export async function startChromium(lab: Lab) {
  const browser = await launchChromium({
    extensionDir: await buildExtension(),
    devtools: true,
    dock: 'undocked',
    args: lab.chromiumArgs,
  });
  const panel = await openPanel(browser);
  await panel.resize(SIZE.width, SIZE.height);
  const close = async () => {
    await panel.close();
    await browser.close();
  };
  return {
    ...{ browser, panel, page: browser.page, close },
    goto: (url: string) => browser.page.goto(url),
    stopBackground: () => new ExtensionWorker(panel.cdp, panel.extensionId).stop(),
  };
}

export async function startFirefox(lab: Lab) {
  const browser = await launchFirefox({ extensionDir: await buildExtension('firefox'), ca: lab.ca });
  const panel = await openFirefoxPanel(browser, { window: SIZE });
  return {
    ...{ browser, panel, page: browser },
    goto: (url: string) => browser.goto(url),
    stopBackground: () => browser.stopBackground(FIREFOX_ID),
    close: () => browser.close(),
  };
}
