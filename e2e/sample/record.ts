// Records the sample that is built into the panel: the lab's shop, loaded once by a real Chromium.
// Run this (npx tsx e2e/sample/record.ts) when the stories of the lab or the evidence events change.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { decodeUtf8 } from '../../src/node/input/utf8.ts';
import { readCertificate } from '../../src/node/input/x509.ts';
import { createNetLogReader } from '../../src/sources/netlog/netlog-reader.ts';
import { launchChromium } from '../drivers/chromium.ts';
import { startLab } from '../lab/lab.ts';

const SAMPLE = new URL('../../ui/sample/sample.json', import.meta.url);
const ROUND_TRIP = 25;
const PORT = 8443;
const STORIES_DURATION_MS = 4_000;

const folder = await mkdtemp(join(tmpdir(), 'coalescope-sample-'));
try {
  const netLogPath = join(folder, 'netlog.json');
  await recordShop(netLogPath);
  const events = evidenceOf(captureOf(await readFile(netLogPath)));
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  await writeFile(SAMPLE, `[\n${lines}\n]\n`);
  console.log(`${events.length} evidence events, ${lines.length} bytes`);
} finally {
  await rm(folder, { recursive: true });
}

async function recordShop(netLogPath: string): Promise<void> {
  const lab = await startLab({ roundTrip: ROUND_TRIP, port: PORT });
  const browser = await launchChromium({ netLogPath, args: lab.chromiumArgs });
  await browser.page.goto(lab.url);
  await browser.page.waitForTimeout(STORIES_DURATION_MS);
  await browser.close();
  await lab.close();
}

function captureOf(netLog: Buffer): Capture {
  const builder = new CaptureBuilder();
  const reader = createNetLogReader((event) => builder.apply(event), {
    decode: decodeUtf8,
    readCertificate,
  });
  reader.push(netLog);
  reader.end();
  return builder.snapshot();
}

/** The fewest events that describe the capture. Only the shop's: the browser still sends some requests of its own. */
function evidenceOf({ browser, requests, connections }: Capture): Evidence[] {
  const source = 'netlog';
  const ours = requests.filter(({ url }) => url.includes('.localhost'));
  const used = new Set(ours.flatMap(({ attempts }) => attempts.map(({ connection }) => connection)));
  return [
    { kind: 'source', source, browser },
    ...connections
      .filter(({ id }) => used.has(id))
      .map(
        ({ id, sources: _, ...facts }): Evidence => ({ kind: 'connection', source, id, facts: known(facts) }),
      ),
    ...ours.flatMap(({ id: key, url, method, origin: _, attempts, sources: __, ...facts }): Evidence[] => [
      { kind: 'request', source, key, url, method, facts: known(facts) },
      ...attempts.map(
        (attempt, index): Evidence => ({ kind: 'attempt', source, key, index, facts: known(attempt) }),
      ),
    ]),
  ];
}

/** Removes null values, which carry no information. */
function known<T extends object>(facts: T): Partial<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Partial<T>;
}
