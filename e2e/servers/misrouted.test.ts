import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { verdictOf } from '../../src/node/probe/verdict.ts';
import { startApplications } from './passthrough.ts';
import { canRun } from './programs.ts';
import { type RealServers, realServers } from './run.ts';
import { A, B } from './setup.ts';

describe.skipIf(!canRun('nginx', 'apache', 'haproxy'))('two applications behind TLS passthrough', () => {
  let servers: RealServers;
  beforeAll(async () => {
    servers = await realServers();
  }, 60_000);
  afterAll(() => servers.close(), 60_000);

  it("b on a's connection is answered with a's page, and the probe says so", {
    timeout: 180_000,
  }, async () => {
    const { port } = await startApplications(servers);
    const target = { url: new URL(`https://${B}:${port}/`), sni: A, address: '127.0.0.1' };
    const answers = await probe({ ...target, insecure: true, timeoutMs: 60_000 });
    expect(answers.apart.answer).toMatchObject({ status: 200, body: 'by nginx\n' });
    expect(answers.own.answer).toMatchObject({ status: 200, body: 'by apache\n' });
    expect(verdictOf(answers)).toMatchObject({ kind: 'other-hosts-page', severity: 'error' });
  });
});
