import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { createNetLogReader } from '../../src/sources/netlog/reader.ts';
import { captureOf } from '../../src/testing/fixtures.ts';
import { findChromium } from '../drivers/find-chromium.ts';
import { apache, OTHER_CIPHERS } from './apache.ts';
import { caddy } from './caddy.ts';
import { COMPARES, haproxy } from './haproxy.ts';
import { nginxClientCertificate } from './nginx.ts';
import { apacheIsStrict, isInstalled, type RealServers, realServers, type ServerName } from './run.ts';
import { A, B, type Configuration } from './setup.ts';

const executablePath = findChromium();
const inCi = process.env.CI === 'true';

let servers: RealServers;
beforeAll(async () => {
  servers = await realServers();
});
afterAll(() => servers.close(), 60_000);

/** What a NetLog of Chromium tells of a page of a that asks b for something, on a real server. */
async function findingsOf(port: number): Promise<readonly Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'coalescope-real-'));
  const log = join(dir, 'netlog.json');
  try {
    const browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [
        '--no-sandbox',
        '--disable-quic',
        `--log-net-log=${log}`,
        `--ignore-certificate-errors-spki-list=${servers.spki}`,
        '--host-resolver-rules=MAP *.site.localhost 127.0.0.1',
      ],
    });
    const page = await browser.newPage();
    await page.goto(`https://${A}:${port}/`);
    await page.evaluate(
      (url) => fetch(url, { mode: 'no-cors', credentials: 'include' }).then(() => undefined),
      `https://${B}:${port}/`,
    );
    await browser.close();
    return diagnose(analyze(captureOf(createNetLogReader, readFileSync(log, 'utf8'))));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const CASES: readonly (readonly [ServerName, Configuration, string])[] = [
  ['apache', apache(OTHER_CIPHERS), 'differ in their TLS setup'],
  ['nginx', nginxClientCertificate, 'ssl_verify_client'],
  ['caddy', caddy('strict_sni_host on'), 'strict_sni_host'],
  ['haproxy', haproxy(COMPARES), 'compares ssl_fc_sni'],
];

/** What a fresh machine lacks is installed for CI; an older Apache answers otherwise. */
const here = CASES.filter(([name]) => (isInstalled(name) ? name !== 'apache' || apacheIsStrict() : inCi));

describe.skipIf(executablePath === null && !inCi)('the 421 that Chromium hides, from its NetLog', () => {
  it.each(here)(
    'of %s is ascribed to it, with the cause and the commands',
    { timeout: 180_000 },
    async (name, configuration, cause) => {
      const server = await servers.start(name, configuration);
      const found = (await findingsOf(server.port)).find(({ kind }) => kind === 'misdirected-recovered');
      expect(found).toMatchObject({ certainty: 'observed', sender: { product: name, behind: null } });
      expect(found?.sender?.confidence).toBeGreaterThanOrEqual(0.8);
      expect(found?.cause).toContain(cause);
      expect(found?.cause).toContain(B);
      expect(found?.verify[0]?.command).toContain(`-H "Host: ${B}:${server.port}"`);
    },
  );
});
