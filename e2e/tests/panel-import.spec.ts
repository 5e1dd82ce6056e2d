import { type Browser, chromium, expect, type Page, test } from 'playwright/test';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { type PageShell, servePageShell } from '../drivers/page-shell.ts';
import { har, harEntry, smallHar } from './panel-page/hars.ts';

const executablePath = findChromium();

let shell: PageShell;
let browser: Browser;

test.skip(executablePath === null, noChromium);

test.beforeAll(async () => {
  shell = await servePageShell();
  browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
});

test.afterAll(async () => {
  await browser.close();
  await shell.close();
});

/** A page whose imports come to their end only when `release` is called, however quick the machine. */
async function openHeld(): Promise<{ page: Page; release: () => Promise<void> }> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.addInitScript(() => {
    const Native = Worker;
    const held: (() => void)[] = [];
    addEventListener('release-imports', () => {
      for (const release of held.splice(0)) release();
      delete document.documentElement.dataset.held;
    });
    window.Worker = class extends Native {
      override set onmessage(listener: ((event: MessageEvent) => void) | null) {
        super.onmessage = (event: MessageEvent) => {
          if (event.data.kind !== 'done') listener?.(event);
          else {
            held.push(() => listener?.(event));
            document.documentElement.dataset.held = '';
          }
        };
      }
    };
  });
  await page.goto(shell.url);
  const release = async () => {
    await page.locator('html[data-held]').waitFor({ state: 'attached' });
    await page.evaluate(() => void dispatchEvent(new Event('release-imports')));
  };
  return { page, release };
}

async function choose(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.setInputFiles('input[type=file]', file);
}

const big = () => har(Array.from({ length: 3_000 }, (_, index) => harEntry(index)));
const progress = (page: Page) => page.getByRole('progressbar');
const requests = (page: Page, count: string) =>
  page.getByRole('region', { name: 'Summary' }).getByRole('button', { name: `${count} requests` });

test('what is read is shown before the end of the file, marked as incomplete, and not exported', async () => {
  const { page, release } = await openHeld();
  await choose(page, 'big.har', big());
  await expect(requests(page, '3,000')).toBeVisible();
  await expect(page.locator('.tl-lanes')).toBeVisible();
  await expect(progress(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Import' })).toContainText('not complete yet');
  await expect(page.getByRole('button', { name: 'Export' })).toBeDisabled();
  await release();
  await expect(progress(page)).toBeHidden();
  await expect(page.getByText('Showing big.har')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export' })).toBeEnabled();
  await page.close();
});

test('cancel shows again what was shown before, and says so', async () => {
  const { page, release } = await openHeld();
  await choose(page, 'small.har', smallHar());
  await release();
  await expect(page.getByText('Showing small.har')).toBeVisible();
  await choose(page, 'big.har', big());
  await expect(requests(page, '3,000')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress(page)).toBeHidden();
  await expect(page.getByText('Showing small.har')).toBeVisible();
  await expect(requests(page, '5')).toBeVisible();
  await expect(page.locator('.notice')).toContainText([
    /Showing small/,
    /big\.har canceled\. What was open before/,
  ]);
  await page.close();
});
