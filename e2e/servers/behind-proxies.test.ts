import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { type ProbeReport, probeReport } from '../../src/node/probe/probe-report.ts';
import { apacheBehind, OTHER_CIPHERS } from './apache.ts';
import { fixWith } from './cases.ts';
import { haproxyBefore } from './haproxy.ts';
import { jetty } from './jetty.ts';
import { nginxBefore, nginxClientCertificate, nginxKeeps } from './nginx.ts';
import { type RealServers, realServers } from './real-servers.ts';
import { canRun } from './server-programs.ts';
import { A, B } from './server-setup.ts';

/*
 * Real servers behind real proxies, where what the proxy sends decides, and the browser's own connection does not.
 */

let servers: RealServers;
beforeAll(async () => {
  servers = await realServers();
});
afterAll(() => servers.close(), 60_000);

const SLOW = 180_000;

/** Requests b on a's connection and on its own, and both in turn on one connection. */
async function ask(port: number): Promise<ProbeReport> {
  const url = new URL(`https://${B}:${port}/`);
  const options = { address: '127.0.0.1', insecure: true, timeoutMs: 60_000, inTurn: [`${A}:${port}`] };
  const target = { url, sni: A, ...options };
  return probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
}

function statuses({ answers }: ProbeReport): (number | null)[] {
  return [answers.control?.status ?? null, answers.apart.status, answers.own.status];
}

describe.skipIf(!canRun('apache', 'nginx'))('Apache behind nginx, which keeps its connections', () => {
  it('answers by what was requested before, and does not once nginx keeps none', {
    timeout: SLOW,
  }, async () => {
    const behind = await servers.start('apache', apacheBehind(OTHER_CIPHERS));
    const nginx = await servers.start('nginx', nginxKeeps(behind.port));
    const before = await ask(nginx.port);
    // nginx uses the connection again that it opened with a's name.
    expect(statuses(before).slice(0, 2)).toEqual([200, 421]);
    expect(before.cause).toContain('reuses its connections to Apache for other hosts');
    expect(fixWith('take "keepalive" out', before.fixes)).toBeDefined();

    await nginx.restart(nginxKeeps(behind.port, ''));
    expect(statuses(await ask(nginx.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!canRun('nginx'))(
  'nginx with client certificates behind nginx, which sends another name',
  () => {
    it('refuses the host always, one of the causes says so, and its fix works', {
      timeout: SLOW,
    }, async () => {
      const behind = await servers.start('nginx', nginxClientCertificate);
      const other = `proxy_ssl_server_name on; proxy_ssl_name ${A};`;
      const front = await servers.start('nginx', nginxBefore(behind.port, other));
      const before = await ask(front.port);
      expect(statuses(before)).toEqual([200, 421, 421]);
      const cause = before.causes.find(({ text }) => text.includes('ssl_verify_client'));
      await front.restart(nginxBefore(behind.port, fixWith('proxy_ssl_name $host', cause?.fixes ?? [])));
      expect(statuses(await ask(front.port))).toEqual([200, 200, 200]);
    });
  },
);

describe.skipIf(!canRun('apache', 'haproxy'))('Apache behind HAProxy, which uses connections again', () => {
  it('answers well where HAProxy sends the name: it keeps connections apart by it', {
    timeout: SLOW,
  }, async () => {
    const behind = await servers.start('apache', apacheBehind(OTHER_CIPHERS));
    const line = 'sni req.hdr(host),host_only\n  http-reuse always';
    const haproxy = await servers.start('haproxy', haproxyBefore(behind.port, line));
    expect(statuses(await ask(haproxy.port))).toEqual([200, 200, 200]);
  });
});

describe.skipIf(!canRun('jetty', 'nginx'))('Jetty behind nginx, which sends another name', () => {
  it('refuses the host with 400, the report has the cause, and the fix works', {
    timeout: SLOW,
  }, async () => {
    const behind = await servers.start('jetty', jetty());
    const other = `proxy_ssl_server_name on; proxy_ssl_name ${A};`;
    const front = await servers.start('nginx', nginxBefore(behind.port, other));
    const before = await ask(front.port);
    expect(statuses(before)).toEqual([200, 400, 400]);
    expect(before.verdict).toMatchObject({ kind: 'refused-always', severity: 'error' });
    expect(before.verdict.words).toMatch(/answers 400 "(Host does not match SNI|Invalid SNI)"/);
    expect(before.answers.apart.sender).toMatchObject({ product: 'jetty' });
    expect(before.cause).toContain('SecureRequestCustomizer, sniHostCheck');
    await behind.restart(jetty(fixWith('sniHostCheck', before.fixes)));
    expect(statuses(await ask(front.port))).toEqual([200, 200, 200]);
  });
});
