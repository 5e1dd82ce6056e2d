import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { type ProbeReport, probeReport } from '../../src/node/probe/probe-report.ts';
import { statusesOf } from './access-log.ts';
import { certificateInLocation } from './apache.ts';
import { caddyAnswers } from './caddy.ts';
import { CASES_HERE, fixWith, startCase } from './cases.ts';
import { type RealServers, realServers } from './real-servers.ts';
import { canRun } from './server-programs.ts';
import { A, B } from './server-setup.ts';

let servers: RealServers;
beforeAll(async () => {
  servers = await realServers();
});
afterAll(() => servers.close(), 60_000);

/** Requests b on a's connection and on its own. */
async function ask(port: number): Promise<ProbeReport> {
  const url = new URL(`https://${B}:${port}/`);
  const target = { url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 };
  return probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
}

function statuses({ answers }: ProbeReport): (number | null)[] {
  return [answers.control?.status ?? null, answers.apart.status, answers.own.status];
}

const SLOW = 180_000;

describe.skipIf(CASES_HERE.length === 0)('the probe against a real server', () => {
  it.each(CASES_HERE)(
    '$name: the report has the cause, and the fix works',
    { timeout: SLOW },
    async (one) => {
      const server = await startCase(servers, one);
      const before = await ask(server.port);
      expect(statuses(before).slice(1)).toEqual([421, one.always ? 421 : 200]);
      expect(before.verdict.kind).toBe(one.always ? 'misdirected-always' : 'misdirected-when-shared');
      expect(before.answers.apart.sender).toMatchObject(one.sender);
      // Without the server's files two causes can fit; the report has both.
      const likely = before.causes.slice(0, 2);
      expect(likely.map(({ text }) => text).join('\n')).toContain(one.cause);
      expect(before.answers.apart.covers).toBe(true);
      expect(before.notShared).toEqual([]);

      await expect
        .poll(() => statusesOf(server.served(), B), { timeout: 60_000 })
        .toEqual(statuses(before).slice(1));
      await server.apply(
        fixWith(
          one.fix,
          likely.flatMap(({ fixes }) => fixes),
        ),
      );
      const after = await ask(server.port);
      expect(statuses(after)).toEqual([200, 200, 200]);
      expect(after).toMatchObject({
        verdict: { kind: 'no-difference', severity: 'info' },
        cause: null,
        fixes: [],
      });
    },
  );
});

describe.skipIf(!canRun('caddy'))('Caddy 2.6 with HTTP/3', () => {
  it('is requested over HTTP/2, so the cause is its rule, not its HTTP/3 fault', {
    timeout: SLOW,
  }, async () => {
    const report = await ask((await servers.start('caddy', caddyAnswers('strict_sni_host on'))).port);
    expect(statuses(report)).toEqual([200, 421, 200]);
    expect(report.cause).toContain('strict_sni_host');
    expect(report.cause).not.toContain('HTTP/3');
  });
});

describe.skipIf(!canRun('apache'))('Apache with a client certificate in a <Location>', () => {
  it('requires HTTP/1.1 on its own connection, and the report has that cause', {
    timeout: SLOW,
  }, async () => {
    const server = await servers.start('apache', certificateInLocation);
    const report = await ask(server.port);
    expect(statuses(report)).toEqual([200, 421, null]);
    expect(report.answers.own.error).toBe('NGHTTP2_HTTP_1_1_REQUIRED');
    expect(report.answers.apart.sender).toMatchObject({ product: 'apache' });
    expect(report.cause).toContain('A <Location> or <Directory>');
  });
});
