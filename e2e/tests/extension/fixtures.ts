import type { Page } from 'playwright';
import { test as base } from 'playwright/test';
import { type Chromium, launchChromium } from '../../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../../drivers/devtools-panel.ts';
import { buildExtension } from '../../drivers/extension.ts';
import { ExtensionWorker } from '../../drivers/extension-worker.ts';
import { findChromium, noChromium } from '../../drivers/find-chromium.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { LabSite } from '../../lab/site.ts';
import { plainSite } from './plain-site.ts';

interface Options {
  site: LabSite;
  roundTrip: number;
}

interface Fixtures {
  lab: Lab;
  chromium: Chromium;
  panel: DevToolsPanel;
  worker: ExtensionWorker;
  /** Lets a page request a path of a host (`www` by default), and waits for the response. */
  get(page: Page, path: string, host?: string): Promise<void>;
}

/** Every test has a lab, a browser with the built extension, and its panel in DevTools of the first tab. */
export const test = base.extend<Fixtures & Options, { extensionDir: string }>({
  site: [plainSite, { option: true }],
  roundTrip: [0, { option: true }],
  extensionDir: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      test.skip(findChromium() === null, noChromium);
      await use(await buildExtension());
    },
    { scope: 'worker' },
  ],
  lab: async ({ site, roundTrip }, use) => {
    const lab = await startLab({ site, roundTrip });
    await use(lab);
    await lab.close();
  },
  chromium: async ({ extensionDir, lab }, use) => {
    const browser = await launchChromium({ extensionDir, devtools: true, args: lab.chromiumArgs });
    await use(browser);
    await browser.close();
  },
  panel: async ({ chromium }, use) => {
    const panel = await openPanel(chromium);
    await use(panel);
    await panel.close();
  },
  worker: ({ panel }, use) => use(new ExtensionWorker(panel.cdp, panel.extensionId)),
  get: ({ lab }, use) =>
    use((page, path, host = 'www') =>
      page.evaluate(async (url) => {
        const answer = await fetch(url, { credentials: 'include' });
        await answer.text();
      }, lab.origin(host) + path),
    ),
});
