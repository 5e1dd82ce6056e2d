import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { evaluate } from '../drivers/evaluate.ts';
import { exportFile } from '../panel/export-file.ts';
import { readRequestRows } from '../panel/request-table.ts';
import { startChromium } from './main-job/browsers.ts';
import { testMainJob } from './main-job/main-job-tests.ts';

test.describe.configure({ mode: 'default' });

// Hidden attempts in Chromium use connections that also carry other requests.
const running = testMainJob(startChromium, { connectionsOf: 'last attempts' });

test('importing the annotated HAR shows the same capture', async () => {
  const { browser, folder } = running();
  const { panel } = browser;
  const har: unknown = JSON.parse(
    await readFile(await exportFile(panel, 'Annotated HAR', join(folder, 'har')), 'utf8'),
  );
  const before = await readRequestRows(panel);

  const page = await browser.browser.context.newPage();
  try {
    await page.goto(`chrome-extension://${panel.extensionId}/extension/page/page.html`);
    const input = page.locator('input[type=file]').first();
    await input.setInputFiles({
      name: 'back.har',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(har)),
    });
    const count = page.locator('.grid.requests');
    await expect(count).toHaveAttribute('aria-rowcount', String(before.length + 1));
    const attempts = await page.locator('.grid.requests .col-attempts .attempts').allTextContents();
    const expected = before.map((row) => row.attempts.join(' › '));
    // Only the visible rows are in the document; they must be the first of the panel's.
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts).toEqual(expected.slice(0, attempts.length));
  } finally {
    await page.close();
    // Images in a background tab are not decoded, and the shop waits for its images.
    await browser.page.bringToFront();
  }
});

test('DevTools itself imports the annotated HAR, with the true connections', async () => {
  const { folder, browser } = running();
  const { panel } = browser;
  const har = JSON.parse(
    await readFile(await exportFile(panel, 'Annotated HAR', join(folder, 'har-for-devtools')), 'utf8'),
  );
  // DevTools' own importer, which its import button uses. It is not a public interface.
  const imported = await evaluate<[string, string][]>(
    panel.devtools,
    `(async () => {
      const { HARFormat, Importer } = await import('./models/har/har.js');
      const { log } = new HARFormat.HARRoot(${JSON.stringify(har)});
      return Importer.Importer.requestsFromHARLog(log).map((each) => [each.url(), each.connectionId]);
    })()`,
    undefined,
  );
  const rows = await readRequestRows(panel);
  const described = (host: string, path: string, connection: string) => `${host}${path} on ${connection}`;
  const theirs = imported.map(([url, connection]) => {
    const { host, pathname } = new URL(url);
    return described(host, pathname, connection);
  });
  const ours = rows.map(({ host, path, connection }) =>
    described(host, path.replace(/\?.*/, ''), connection),
  );
  expect(theirs.sort()).toEqual(ours.sort());
});
