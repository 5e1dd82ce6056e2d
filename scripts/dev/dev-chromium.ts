import { Cdp } from '../../e2e/drivers/cdp.ts';
import { launchChromium } from '../../e2e/drivers/chromium.ts';
import { openPanel } from '../../e2e/drivers/devtools-panel.ts';
import { ExtensionWorker } from '../../e2e/drivers/extension-worker.ts';
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
  let { page } = browser;
  const show = async (): Promise<string> => {
    const panel = await openPanel({ ...browser, page });
    await page.goto(lab.url);
    await panel.close();
    return panel.extensionId;
  };
  const extensionId = await show();
  return {
    address: `http://${new URL(browser.endpoint).host}`,
    async reload() {
      await reloadExtension(browser.endpoint, extensionId);
      // DevTools that were open before keep the old panel, which has lost its extension.
      const before = page;
      page = await browser.context.newPage();
      await before.close();
      await show();
    },
    ended: () => closed,
    close: () => browser.close(),
  };
}

async function reloadExtension(endpoint: string, extensionId: string): Promise<void> {
  const cdp = await Cdp.connect(endpoint);
  try {
    // Not before the call has returned, which ends with the worker.
    await new ExtensionWorker(cdp, extensionId).evaluate(
      'void setTimeout(() => chrome.runtime.reload(), 50)',
    );
  } finally {
    await cdp.close();
  }
}
