import { type Browser, type BrowserContextOptions, test as base, chromium, type Page } from 'playwright/test';
import { findChromium, noChromium } from '../../drivers/find-chromium.ts';
import { type PageShell, servePageShell } from '../../drivers/page-shell.ts';

export interface Opening extends BrowserContextOptions {
  theme?: 'light' | 'dark';
  /** Appended to the URL: `#sample`. */
  path?: string;
  /** Runs in the page before its own code. */
  before?: () => void;
}

interface Fixtures {
  /** Opens the panel as an ordinary page, 1200 × 800 by default. The page is closed when the test ends. */
  open(opening?: Opening): Promise<Page>;
}

interface WorkerFixtures {
  shell: PageShell;
  shown: Browser;
}

/** Every test has the panel as an ordinary page in a real Chromium. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  shell: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const shell = await servePageShell();
      await use(shell);
      await shell.close();
    },
    { scope: 'worker' },
  ],
  shown: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const executablePath = findChromium();
      test.skip(executablePath === null, noChromium);
      const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ shown, shell }, use) => {
    const pages: Page[] = [];
    await use(async ({ theme = 'light', path = '', before, ...context } = {}) => {
      const page = await shown.newPage({ viewport: { width: 1200, height: 800 }, ...context });
      pages.push(page);
      page.on('pageerror', (error) => {
        throw error;
      });
      if (before !== undefined) await page.addInitScript(before);
      await page.goto(`${shell.url}?theme=${theme}${path}`);
      return page;
    });
    for (const page of pages) await page.close();
  },
});
