import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, type Page } from 'playwright/test';
import { choose } from './panel-page/actions.ts';
import { type Opening, test } from './panel-page/fixtures.ts';

const FIXTURES = new URL('../../src/sources/fixtures/chromium/', import.meta.url);
const RUN = '101';

interface Truth {
  readonly attempts: readonly {
    readonly conn: number;
    readonly sni: string;
    readonly host: string;
    readonly status: number;
  }[];
}

async function readJson(name: string): Promise<string> {
  return gunzipSync(await readFile(new URL(`${RUN}.${name}.json.gz`, FIXTURES))).toString('utf8');
}

async function openMatrix(open: (opening: Opening) => Promise<Page>): Promise<Page> {
  const page = await open({ viewport: { width: 1200, height: 900 } });
  await choose(page, ['run.json', await readJson('netlog')]);
  await page.getByRole('tab', { name: 'Origins × connections' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  return page;
}

/** `host: opened-for` of each cell with a class. */
async function cells(page: Page, kind: string): Promise<string[]> {
  return page.locator(`.matrix-table td.${kind}`).evaluateAll((found) =>
    found.map((cell) => {
      const host = cell.closest('tr')?.querySelector('th .host')?.getAttribute('title') ?? '';
      const index = cell instanceof HTMLTableCellElement ? cell.cellIndex : -1;
      const head = cell.closest('table')?.querySelectorAll('thead th')[index];
      const opened = /opened for (\S+)/.exec(head?.querySelector('button')?.title ?? '')?.[1] ?? '';
      return `${new URL(host).hostname}: ${new URL(opened).hostname}`;
    }),
  );
}

test('the matrix shows shared and misdirected origins as in the server’s log', async ({ open }) => {
  const page = await openMatrix(open);
  const { attempts }: Truth = JSON.parse(await readJson('truth'));
  const pairs = new Map<string, { host: string; sni: string; misdirected: boolean }>();
  for (const { conn, sni, host, status } of attempts) {
    const key = `${conn} ${host}`;
    pairs.set(key, { host, sni, misdirected: status === 421 || (pairs.get(key)?.misdirected ?? false) });
  }
  const named = (wanted: (pair: { host: string; sni: string; misdirected: boolean }) => boolean) =>
    [...pairs.values()]
      .filter(wanted)
      .map(({ host, sni }) => `${host}: ${sni}`)
      .sort();
  const shared = named(({ host, sni, misdirected }) => host !== sni && !misdirected);
  const misdirected = named((pair) => pair.misdirected);
  expect(misdirected.length).toBeGreaterThan(0);
  expect((await cells(page, 'cell-misdirected')).sort()).toEqual(misdirected);
  expect((await cells(page, 'cell-coalesced')).sort()).toEqual(shared);
  expect((await cells(page, 'cell-own')).sort()).toEqual(
    named(({ host, sni, misdirected: isMisdirected }) => host === sni && !isMisdirected),
  );
});

test('a column selects its connection, and the filter applies to rows and columns', async ({ open }) => {
  const page = await openMatrix(open);
  const rows = page.locator('.matrix-table tbody tr');
  const all = await rows.count();
  await page.locator('.matrix-table thead button').nth(1).click();
  const id = await page.locator('.matrix-table thead th.is-selected button').textContent();
  await expect(page.locator('#details')).toContainText(`${id}`);
  await page.getByRole('combobox', { name: 'Filter requests' }).fill('is:misdirected');
  await expect.poll(() => rows.count()).toBeLessThan(all);
});
