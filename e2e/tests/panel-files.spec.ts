import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'playwright/test';
import { choose, exported, openSmall, rows, summary } from './panel-page/actions.ts';
import { test } from './panel-page/fixtures.ts';
import { har, harEntry, smallHar } from './panel-page/har-entries.ts';

async function fixture(name: string): Promise<[name: string, base64: string]> {
  const file = new URL(`../../src/sources/fixtures/chromium/${name}`, import.meta.url);
  return [name, (await readFile(file)).toString('base64')];
}

test('a big file shows its progress and can be cancelled immediately', async ({ open }) => {
  const page = await open();
  const entries = Array.from({ length: 20_000 }, (_, index) => harEntry(index, { body: 'x'.repeat(1_000) }));
  const file = test.info().outputPath('big.har');
  await writeFile(file, har(entries));
  await page.setInputFiles('input[type=file]', file);
  await expect(page.getByRole('progressbar', { name: /big\.har/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Open a capture' })).toBeVisible();
  await page.setInputFiles('input[type=file]', file);
  await expect(page.getByRole('button', { name: '20,000 requests' })).toBeVisible({ timeout: 60_000 });
  expect(await rows(page).count()).toBeLessThan(100);
  const grid = page.getByRole('grid', { name: 'Requests' });
  await expect(grid).toHaveAttribute('aria-rowcount', '20001');
  await grid.focus();
  await page.keyboard.press('End');
  await expect(rows(page).last()).toHaveAttribute('aria-rowindex', '20001');
});

test('an unreadable file shows an error, and the readable part of a damaged file is shown', async ({
  open,
}) => {
  const page = await open();
  await choose(page, ['notes.txt', 'Dear diary']);
  await expect(page.getByRole('alert')).toContainText('notes.txt could not be opened');
  await choose(page, ['cut.har', smallHar().slice(0, -900)]);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator('.notice-warning')).toContainText('cut.har: not all of it could be read');
});

test('a NetLog and a HAR of the same run, dropped together, become one capture', async ({ open }) => {
  const page = await open();
  const files = await Promise.all(['101.har.json.gz', '101.netlog.json.gz'].map(fixture));
  await page.evaluate((packed) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of packed) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  }, files);
  await expect(page.getByText('101.har.json.gz + 101.netlog.json.gz')).toBeVisible();
  const strip = page.getByRole('region', { name: 'Summary' });
  await expect(strip).toContainText(/NetLog \+ HAR|HAR \+ NetLog/);
  await expect(strip).toContainText(/misdirected \(\d+ hidden\)/);
});

test('the sample opens by its URL, and importing its export shows the same numbers', async ({ open }) => {
  const page = await open({ path: '#sample' });
  await expect(page.getByText('Showing the built-in sample')).toBeVisible();
  const numbers = await summary(page).allTextContents();
  const text = await exported(page);
  await choose(page, ['again.har', text]);
  await expect(page.getByText('Showing again.har')).toBeVisible();
  expect(await summary(page).allTextContents()).toEqual(numbers);
});

test('importing an exported HAR shows the same numbers', async ({ open }) => {
  const page = await open();
  await openSmall(page);
  const numbers = await summary(page).allTextContents();
  const text = await exported(page, 'small.coalescope.har');
  expect(text).not.toContain('size=2');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await choose(page, ['again.har', text]);
  await expect(rows(page)).toHaveCount(5);
  expect(await summary(page).allTextContents()).toEqual(numbers);
});
