import { expect, test } from 'playwright/test';
import { findFirefox, noFirefox } from '../drivers/find-firefox.ts';
import { waitUntil } from '../drivers/wait.ts';
import { startLab } from '../lab/lab.ts';
import { requestCount, requestsOf } from '../lab/page-requests.ts';
import type { LabSite } from '../lab/site.ts';
import { readNetworkRows } from '../panel/request-table.ts';
import { startFirefox } from './main-job/browsers.ts';

test.skip(findFirefox() === null && !process.env.CI, noFirefox);

const SITE: LabSite = {
  domain: 'many.localhost',
  certificates: { all: ['*.{domain}'] },
  hosts: [
    {
      name: 'www',
      story: 'The page, and the requests that open a connection to share.',
      certificate: 'all',
      files: { '/': { type: 'text/html', body: '<!doctype html><link rel="icon" href="data:,">' } },
    },
    {
      name: 'api',
      story: 'Misdirected whenever it is coalesced.',
      certificate: 'all',
      fault: { when: 'coalesced', status: 421, headers: { 'content-type': 'text/plain' }, body: 'no\n' },
    },
  ],
};

const ROUNDS = 100;

test('at least 95 of 100 hidden 421s, GET and POST, are found, and none is invented', async () => {
  test.setTimeout(240_000);
  const lab = await startLab({ site: SITE });
  const browser = await startFirefox(lab);
  try {
    await browser.goto(lab.url);
    // A 421 retires its connection, so each round starts with a new connection to share.
    await browser.browser.inPage(
      `const [www, api, rounds] = args;
      const ask = async (url, method) => (await fetch(url, { method, credentials: 'include' })).text();
      for (let i = 0; i < rounds; i += 1) {
        await ask(www + '/warm/' + i, 'GET');
        await ask(api + '/round/' + i, i % 2 === 0 ? 'GET' : 'POST');
      }`,
      ...[lab.origin('www'), lab.origin('api'), ROUNDS],
    );
    const rows = await waitUntil(
      async () => {
        const now = await readNetworkRows(browser.panel);
        return (
          now.length === requestCount(lab.log) && now.every(({ connection }) => connection !== '') && now
        );
      },
      'all requests in the panel',
      60_000,
    );
    const twice = requestsOf(lab.log).filter((attempts) => attempts.length === 2);
    const hidden = new Set(twice.map(([first]) => `${first?.method} ${first?.path}`));
    const shown = rows.filter(({ attempts }) => attempts.length > 1);
    const found = shown.filter(({ method, path }) => hidden.has(`${method} ${path}`));
    expect(hidden.size).toBeGreaterThanOrEqual(95);
    expect(found.length / hidden.size).toBeGreaterThanOrEqual(0.95);
    expect(shown.length).toBe(found.length);
    for (const { attempts } of found) expect(attempts).toEqual(['421', '200']);
  } finally {
    await browser.close();
    await lab.close();
  }
});
