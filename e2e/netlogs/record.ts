// Records the NetLogs for the tests of the reader, and the server's own log of the same requests for each:
// npx tsx e2e/netlogs/record.ts [FOLDER [NAME…]]
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { connectToBrowser } from '../../src/node/browser/web-socket.ts';
import { TimeLeft } from '../../src/node/time-left.ts';
import { endNetLogTrace, startNetLogTrace } from '../../src/sources/endpoint/netlog-trace.ts';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type Scenario, scenarios } from './scenarios.ts';

/** Random numbers and keys, which no reader uses, but which are most of a small log's compressed size. */
const HANDSHAKE_BYTES = /"bytes":"[^"]*"/g;

/** Runs an action and returns a compressed trace of it. */
async function traced({ endpoint }: Chromium, act: () => Promise<void>): Promise<Buffer> {
  const port = Number(new URL(endpoint).port);
  const client = await connectToBrowser('127.0.0.1', port, new TimeLeft(10_000));
  await startNetLogTrace(client);
  await act();
  const pieces: Uint8Array[] = [];
  await endNetLogTrace(client, (bytes) => pieces.push(bytes));
  client.close();
  return gzipSync(Buffer.concat(pieces), { level: 9 });
}

async function record(name: string, scenario: Scenario, folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'coalescope-netlog-'));
  const netLogPath = join(work, 'netlog.json');
  const lab = await scenario.lab();
  const { close, args = [], ...setup } = (await scenario.browser?.(lab)) ?? {};
  const browser = await launchChromium({ ...setup, netLogPath, args: [...lab.chromiumArgs, ...args] });
  const visit = (): Promise<void> => scenario.visit(lab, browser);
  try {
    if (scenario.traced) await writeFile(join(folder, `${name}.trace.gz`), await traced(browser, visit));
    else await visit();
  } finally {
    await browser.close();
    await close?.();
    await lab.close();
  }
  const netLog = (await readFile(netLogPath, 'utf8')).replace(HANDSHAKE_BYTES, '"bytes":""');
  await writeFile(join(folder, `${name}.netlog.json.gz`), gzipSync(netLog, { level: 9 }));
  const truth = JSON.stringify({ port: lab.port, ...lab.log });
  await writeFile(join(folder, `${name}.truth.json.gz`), gzipSync(truth, { level: 9 }));
  console.log(`${name}: ${netLog.length} bytes, ${lab.log.attempts.length} attempts`);
  await rm(work, { recursive: true });
}

const [folder = 'src/sources/fixtures/netlog', ...names] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
for (const [name, scenario] of Object.entries(scenarios)) {
  if (names.length === 0 || names.includes(name)) await record(name, scenario, folder);
}
process.exit(0);
