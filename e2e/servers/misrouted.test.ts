import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { type ProbeReport, probeReport } from '../../src/node/probe/probe-report.ts';
import { nginxApplication } from './nginx.ts';
import { startApplications } from './passthrough.ts';
import { type RealServers, realServers } from './real-servers.ts';
import { canRun } from './server-programs.ts';
import { A, B } from './server-setup.ts';

async function ask(port: number): Promise<ProbeReport> {
  const url = new URL(`https://${B}:${port}/`);
  const target = { url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 };
  return probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
}

const SLOW = { timeout: 180_000 };

describe.skipIf(!canRun('nginx', 'apache', 'haproxy'))('two applications behind TLS passthrough', () => {
  let servers: RealServers;
  beforeAll(async () => {
    servers = await realServers();
  }, 60_000);
  afterAll(() => servers.close(), 60_000);

  it(
    "b on a's connection receives a's page; the fix turns it into a 421, after which browsers re-send",
    SLOW,
    async () => {
      const { port, ofA } = await startApplications(servers);
      const before = await ask(port);
      expect(before.verdict).toMatchObject({ kind: 'other-hosts-page', severity: 'error' });
      expect(before.answers).toMatchObject({ apart: { status: 200 }, own: { status: 200 } });
      expect(before.cause).toContain(`no server block of this nginx names ${B}`);

      const block = before.fixes.find(({ snippet }) => snippet?.includes('return 421'))?.snippet;
      if (!block) throw new Error('no block among the fixes');
      await ofA.restart(nginxApplication(block));
      const after = await ask(port);
      expect(after.verdict.kind).toBe('misdirected-when-shared');
      expect(after.answers).toMatchObject({
        control: { status: 200 },
        apart: { status: 421 },
        own: { status: 200 },
      });
    },
  );
});
