// Measures how often Coalescope is right about hidden 421s, connections and redundant connections, in random runs
// of a real Chromium or Firefox against the lab (e2e/generator), and writes the tables of docs/accuracy.md.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FirefoxRecording } from '../e2e/generator/firefox/record.ts';
import { loadRecordings } from '../e2e/generator/recording.ts';
import { collect } from './accuracy/collect.ts';
import {
  fieldTables,
  firefoxTables,
  hiddenTables,
  redundancyTables,
  writeTables,
} from './accuracy/document.ts';
import { evaluate } from './accuracy/evaluate.ts';
import { evaluateFirefox } from './accuracy/firefox/evaluate.ts';
import { type AccuracyOptions, readOptions, USED_UP_TO, usage } from './accuracy/options.ts';
import { evaluateRedundancy } from './accuracy/redundancy.ts';

const DOCUMENT = new URL('../docs/accuracy.md', import.meta.url);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.from !== null) return report(options, options.from);
  const kept = options.keep;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'coalescope-accuracy-')));
  try {
    await measure(options, folder);
  } finally {
    if (kept === null) await rm(folder, { recursive: true, force: true });
  }
}

async function measure(options: AccuracyOptions, folder: string): Promise<void> {
  await collect(options, folder);
  await report(options, folder);
}

async function report({ suite }: AccuracyOptions, folder: string): Promise<void> {
  if (suite === 'redundancy') return reportRedundancy(folder);
  if (suite === 'firefox') return reportFirefox(folder);
  const evaluation = await evaluate(loadRecordings(folder), USED_UP_TO[suite]);
  for (const { seed, differences } of evaluation.netLog) {
    for (const difference of differences) console.error(`run ${seed}: ${difference}`);
  }
  console.log(
    await writeTables(DOCUMENT, suite === 'field' ? fieldTables(evaluation) : hiddenTables(evaluation)),
  );
  // The NetLog reports all that happened, so a difference is a bug.
  if (evaluation.netLog.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
}

async function reportRedundancy(folder: string): Promise<void> {
  const evaluation = await evaluateRedundancy(loadRecordings(folder));
  for (const difference of evaluation.differences) console.error(difference);
  console.log(await writeTables(DOCUMENT, redundancyTables(evaluation)));
  if (evaluation.differences.length > 0) process.exitCode = 1;
}

async function reportFirefox(folder: string): Promise<void> {
  const evaluation = await evaluateFirefox(loadRecordings<FirefoxRecording>(folder), USED_UP_TO.firefox);
  console.log(await writeTables(DOCUMENT, firefoxTables(evaluation)));
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
