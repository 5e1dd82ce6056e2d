import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { type ProbeReport, probeReport } from '../../src/node/probe/report.ts';
import { apache, apacheBehind, OTHER_CIPHERS } from './apache.ts';
import { caddy } from './caddy.ts';
import { COMPARES, haproxy, haproxyBefore } from './haproxy.ts';
import { lighttpd } from './lighttpd.ts';
import { nginxBefore, nginxClientCertificate, nginxOneServer, nginxUnknownHost } from './nginx.ts';
import { apacheIsStrict, isInstalled, type RealServers, realServers, type ServerName } from './run.ts';
import { A, B } from './setup.ts';

/** What a fresh machine lacks is installed for CI; elsewhere its tests are left out. */
const has = (...names: readonly ServerName[]): boolean =>
  process.env.CI === 'true' || names.every(isInstalled);

let servers: RealServers;
beforeAll(async () => {
  servers = await realServers();
});
afterAll(() => servers.close(), 60_000);

/** Asks b on a's connection and on its own. */
async function ask(port: number): Promise<ProbeReport> {
  const url = new URL(`https://${B}:${port}/`);
  const target = { url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 };
  return probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
}

function statuses({ answers }: ProbeReport): (number | null)[] {
  return [answers.control.status, answers.apart.status, answers.own.status];
}

/** The snippet of the fix that speaks of this. */
function fix({ fixes }: ProbeReport, word: string): string {
  const found = fixes.find(({ title, snippet }) => `${title} ${snippet}`.includes(word));
  if (!found?.snippet) throw new Error(`no fix with ${word} among ${JSON.stringify(fixes)}`);
  return found.snippet;
}

const SLOW = 180_000;

/** An older one answers otherwise: there is nothing of this to see, in CI either. */
const hasApache = has('apache') && (apacheIsStrict() || !isInstalled('apache'));

describe.skipIf(!hasApache)('Apache from 2.4.66', () => {
  it('names itself and the reason, and its fix ends it', { timeout: SLOW }, async () => {
    const server = await servers.start('apache', apache(OTHER_CIPHERS));
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 200]);
    expect(before.verdict.kind).toBe('misdirected-when-shared');
    expect(before.answers.apart.sender).toMatchObject({ product: 'apache', behind: null, confidence: 0.99 });
    expect(before.cause).toContain('differ in their TLS setup');
    expect(before.answers.apart.covers).toBe(true);
    expect(before.notShared).toEqual([]);

    await server.restart(apache(OTHER_CIPHERS, fix(before, 'SSLVHostSNIPolicy')));
    const after = await ask(server.port);
    expect(statuses(after)).toEqual([200, 200, 200]);
    expect(after).toMatchObject({
      verdict: { kind: 'no-difference', severity: 'info' },
      cause: null,
      fixes: [],
    });
  });

  it('refuses the same certificate under another file name; the same lines in both end it', {
    timeout: SLOW,
  }, async () => {
    const other = 'SSLCertificateFile';
    const server = await servers.start('apache', (setup) =>
      apache(`${other} ${setup.sameCertificate}`)(setup),
    );
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 200]);
    expect(fix(before, 'the same lines')).toContain(other);
    await server.restart((setup) => apache(`${other} ${setup.certificate}`)(setup));
    expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!hasApache || !has('nginx', 'haproxy'))(
  'Apache behind a proxy that does not pass the name on',
  () => {
    it('is known behind nginx, and the lines for nginx end it', { timeout: SLOW }, async () => {
      const behind = await servers.start('apache', apacheBehind(OTHER_CIPHERS));
      const server = await servers.start('nginx', nginxBefore(behind.port));
      const before = await ask(server.port);
      expect(statuses(before).slice(1)).toEqual([421, 421]);
      expect(before.verdict.kind).toBe('misdirected-always');
      expect(before.answers.apart.sender).toMatchObject({ product: 'apache', behind: 'nginx' });
      await server.restart(nginxBefore(behind.port, fix(before, 'proxy_ssl_server_name')));
      expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
    });

    it('is known behind HAProxy, which leaves no mark, and the words for its server line end it', {
      timeout: SLOW,
    }, async () => {
      const behind = await servers.start('apache', apacheBehind(OTHER_CIPHERS));
      const server = await servers.start('haproxy', haproxyBefore(behind.port));
      const before = await ask(server.port);
      expect(statuses(before).slice(1)).toEqual([421, 421]);
      expect(before.answers.apart.sender).toMatchObject({ product: 'apache', behind: null });
      await server.restart(haproxyBefore(behind.port, fix(before, 'HAProxy')));
      expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
    });
  },
);

describe.skipIf(!has('nginx'))('nginx', () => {
  it('with a client certificate rule: one server block ends it', { timeout: SLOW }, async () => {
    const server = await servers.start('nginx', nginxClientCertificate);
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 200]);
    expect(before.answers.apart.sender).toMatchObject({ product: 'nginx', behind: null });
    expect(before.cause).toContain('ssl_verify_client');
    await server.restart(nginxOneServer(fix(before, 'server_name')));
    expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
  });

  it('that does not know the host: naming it ends it', { timeout: SLOW }, async () => {
    const server = await servers.start('nginx', nginxUnknownHost());
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 421]);
    await server.restart(nginxUnknownHost(fix(before, 'server_name')));
    expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!has('caddy'))('Caddy', () => {
  it('with strict_sni_host: switching it off ends it', { timeout: SLOW }, async () => {
    const server = await servers.start('caddy', caddy('strict_sni_host on'));
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 200]);
    expect(before.answers.apart.sender).toMatchObject({ product: 'caddy', behind: null });
    const line = /strict_sni_host \w+/.exec(fix(before, 'insecure_off'))?.[0] ?? '';
    await server.restart(caddy(line));
    expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!has('haproxy'))('HAProxy', () => {
  it('with a rule that compares: the rule that allows both hosts ends it', { timeout: SLOW }, async () => {
    const server = await servers.start('haproxy', haproxy(COMPARES));
    const before = await ask(server.port);
    expect(statuses(before)).toEqual([200, 421, 200]);
    expect(before.answers.apart.sender).toMatchObject({ product: 'haproxy', behind: null });
    await server.restart(haproxy(fix(before, 'deny_status')));
    expect(statuses(await ask(server.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!has('lighttpd'))('lighttpd', () => {
  it('answers 421 by a script, on every connection', { timeout: SLOW }, async () => {
    const server = await servers.start('lighttpd', lighttpd);
    const report = await ask(server.port);
    expect(statuses(report)).toEqual([200, 421, 421]);
    expect(report.answers.apart.sender).toMatchObject({ product: 'lighttpd', behind: null });
    expect(report.cause).toContain('script');
  });
});
