import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, type Locator, type Page } from 'playwright/test';
import { choose } from './panel-page/actions.ts';
import { type Opening, test } from './panel-page/fixtures.ts';

const FIXTURES = new URL('../../src/sources/fixtures/chromium/', import.meta.url);
/** A recorded run in which four hosts got 421s. */
const RUN = '106';

interface Truth {
  readonly attempts: readonly {
    readonly host: string;
    readonly path: string;
    readonly method: string;
    readonly status: number;
    readonly coalesced: boolean;
  }[];
}

async function readJson(name: string): Promise<string> {
  return gunzipSync(await readFile(new URL(`${RUN}.${name}.json.gz`, FIXTURES))).toString('utf8');
}

async function openFindings(open: (opening: Opening) => Promise<Page>): Promise<Page> {
  const page = await open({ viewport: { width: 1200, height: 900 } });
  await choose(page, ['run.json', await readJson('netlog')]);
  await page.getByRole('tab', { name: /Findings/ }).click();
  return page;
}

function card(page: Page): Locator {
  return page.locator('.finding').filter({ hasText: 'got 421, and were re-sent' });
}

/** `host: METHOD /path` for every row of the card's list. */
async function rowsOf(found: Locator): Promise<string[]> {
  for (const more of await found.getByRole('button', { name: /^and .* more/ }).all()) await more.click();
  return found.locator('.concerned > li').evaluateAll((hosts) =>
    hosts.flatMap((host) => {
      const name = host.querySelector('.concerned-host')?.textContent?.split(':')[0] ?? '';
      return [...host.querySelectorAll('.request-link')].map((link) => {
        const [method] = (link.textContent ?? '').split(' ');
        return `${name}: ${method} ${new URL(link.getAttribute('title') ?? '').pathname}`;
      });
    }),
  );
}

function requestOf({ host, method, path }: Truth['attempts'][number]): string {
  return `${host}: ${method} ${path}`;
}

test('hosts with one cause have one card, which lists their requests as the server’s log has them', async ({
  open,
}) => {
  const page = await openFindings(open);
  const { attempts }: Truth = JSON.parse(await readJson('truth'));
  const refused = attempts.filter(({ status, coalesced }) => status === 421 && coalesced);
  const answered = new Set(attempts.filter(({ status }) => status !== 421).map(requestOf));
  const recovered = refused.filter((attempt) => answered.has(requestOf(attempt)));
  const truth = new Set(recovered.map(requestOf));
  expect(new Set(recovered.map(({ host }) => host)).size).toBeGreaterThan(1);
  await expect(card(page)).toHaveCount(1);
  expect((await rowsOf(card(page))).sort()).toEqual([...truth].sort());
});

test('a row of the list selects its request', async ({ open }) => {
  const page = await openFindings(open);
  const row = card(page).locator('.concerned .request-link').last();
  const url = await row.getAttribute('title');
  await row.click();
  await expect(page.getByRole('complementary', { name: 'Details' }).locator('.details-url')).toHaveText(
    url ?? 'no URL',
  );
});
