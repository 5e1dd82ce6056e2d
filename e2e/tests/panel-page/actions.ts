import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from 'playwright/test';
import { smallHar } from './har-entries.ts';

/** Chooses files, as with the file picker. */
export async function choose(page: Page, ...files: readonly [name: string, text: string][]): Promise<void> {
  await page.setInputFiles(
    'input[type=file]',
    files.map(([name, text]) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
  );
}

/** Opens a HAR of five requests. */
export async function openSmall(page: Page): Promise<void> {
  await choose(page, ['small.har', smallHar()]);
  await expect(page.getByRole('grid', { name: 'Requests' })).toBeVisible();
}

/** The rows of the visible table. */
export function rows(page: Page): Locator {
  return page.locator('.grid-body [role=row]');
}

/** The numbers of the summary. */
export function summary(page: Page): Locator {
  return page.getByRole('region', { name: 'Summary' }).getByRole('button');
}

/** Exports the annotated HAR by keyboard, and returns its text. */
export async function exported(page: Page, name?: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.keyboard.press('Enter');
  const saved = await download;
  if (name !== undefined) expect(saved.suggestedFilename()).toBe(name);
  return readFile(await saved.path(), 'utf8');
}
