import { test as base, expect } from 'playwright/test';
import { productName } from '../../src/diagnosis/products/catalogue.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import type { ShownFinding } from '../panel/findings.ts';
import { statusesOf } from '../servers/access-log.ts';
import { caddyAnswers } from '../servers/caddy.ts';
import { CASES_HERE, fixWith, lineWith, startCase } from '../servers/cases.ts';
import { type RealServers, realServers } from '../servers/real-servers.ts';
import { canRun } from '../servers/server-programs.ts';
import { A, B } from '../servers/server-setup.ts';
import {
  type Expected,
  expectInHar,
  expectInNetLog,
  expectObservedInHar,
} from './real-servers/expect-in-files.ts';
import { Visitor } from './real-servers/visitor.ts';

/*
 * The whole workflow of a user, with each real server: the panel identifies the server that answers 421 and the cause, its
 * fix is applied to that server's configuration, and the 421 disappears. The tests also check what DevTools' own HAR, the
 * panel's export and a NetLog contain about the same visit. The servers' own logs are the truth.
 */

const test = base.extend<{ http3: boolean; visitor: Visitor }, { servers: RealServers }>({
  http3: [false, { option: true }],
  servers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      // Long enough to distinguish a lost round trip from the delays of a busy machine.
      const servers = await realServers({ roundTrip: 60 });
      await use(servers);
      await servers.close();
    },
    { scope: 'worker' },
  ],
  visitor: async ({ servers, http3 }, use) => {
    const visitor = await Visitor.start(servers.spki, http3);
    await use(visitor);
    await visitor.close();
  },
});

test.skip(findChromium() === null && !process.env.CI, noChromium);
test.setTimeout(240_000);

for (const one of CASES_HERE) {
  test(one.name, async ({ servers, visitor }) => {
    const server = await startCase(servers, one);
    const visit = () => visitor.load(server.port, 'broken');
    if (one.nameless) await visitor.withGroundTruth(visit);
    else await visit();

    const shown = await visitor.finding(one.always ? 'even on its own connection' : 'got 421');
    expectNamed(one, shown);
    const exported = await visitor.exportedHar();
    const devTools = await visitor.devToolsHar();

    const served = () => statusesOf(server.served(), B);
    await expect.poll(served, { timeout: 60_000 }).toEqual([421, one.always ? 421 : 200]);
    await server.apply(fixWith(one.fix, shown.fixes));
    await visitor.clear();
    await visitor.load(server.port, 'fixed');
    await visitor.expectNo421();
    const netLog = await visitor.netLog();
    await expect.poll(served, { timeout: 60_000 }).toEqual([200]);

    expectInHar(one, devTools);
    (one.nameless ? expectObservedInHar : expectInHar)(one, exported);
    expectInNetLog(one, netLog);
  });
}

function expectNamed({ sender: { product, behind }, cause, nameless }: Expected, shown: ShownFinding): void {
  const through = behind === null ? '' : ` behind ${productName(behind)}`;
  expect(shown.sender).toContain(`Sent by: ${productName(product)}${through} (inferred`);
  expect(shown.causes.slice(0, 2).join('\n')).toContain(cause);
  if (nameless) expect(shown.sender).toContain('by the headers of its own response');
}

const CADDY_HTTP3: Expected = {
  sender: { product: 'caddy', behind: null },
  ...{ cause: 'Over HTTP/3, Caddy 2.6', always: false, nameless: true },
};

test.describe('over HTTP/3', () => {
  test.use({ http3: true });
  test.skip(!canRun('caddy'), 'Caddy is not installed');

  test('Caddy 2.6 with strict_sni_host refuses the requests that Chromium sends over HTTP/3', async ({
    servers,
    visitor,
  }) => {
    const strict = 'strict_sni_host on';
    const server = await servers.start('caddy', caddyAnswers(strict));
    await visitor.withGroundTruth(async () => {
      await visitor.open(server.port, 'broken');
      // Chromium learns of HTTP/3 from a response over HTTP/2, and continues with HTTP/2 until it has a new connection.
      const statuses = async () => {
        await visitor.ask();
        return statusesOf(server.served(), A);
      };
      await expect.poll(statuses, { timeout: 60_000 }).toContain(421);
    });
    const shown = await visitor.finding('got 421 on a connection opened for');
    expectNamed(CADDY_HTTP3, shown);
    const exported = await visitor.exportedHar();

    const line = lineWith('protocols', fixWith('turn HTTP/3 off', shown.fixes));
    await server.restart(caddyAnswers(strict, line));
    await visitor.clear();
    await visitor.open(server.port, 'fixed');
    await visitor.expectNo421();
    const netLog = await visitor.netLog();
    const served = () => new Set(statusesOf(server.served(), A));
    await expect.poll(served, { timeout: 60_000 }).toEqual(new Set([200]));

    // DevTools' own HAR shows nothing of it: no successful response was sent on the HTTP/3 connection.
    expectObservedInHar(CADDY_HTTP3, exported);
    expectInNetLog(CADDY_HTTP3, netLog);
  });
});
