import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LabLog } from '../lab/log.ts';
import type { ExtensionEvidence } from './extension-evidence.ts';
import type { Plan } from './plan.ts';

/** An event of the DevTools protocol. */
export interface CdpEvent {
  readonly method: string;
  readonly params: unknown;
}

/** One run of a plan: the servers' log, and the evidence from every source. */
export interface Recording {
  readonly plan: Plan;
  readonly truth: LabLog;
  readonly extension: ExtensionEvidence;
  readonly cdp: readonly CdpEvent[];
  readonly netLog: string;
  /** Expected events that did not occur, one sentence each; empty when everything went as planned. */
  readonly unfinished: readonly string[];
  /** When each step of the plan started, epoch ms. */
  readonly stepTimes: readonly number[];
}

/** The compressed file with the run of a seed. */
export function recordingFile(folder: string, seed: number): string {
  return join(folder, `${String(seed).padStart(5, '0')}.json.gz`);
}

export async function saveRecording(
  folder: string,
  recording: { readonly plan: { readonly seed: number } },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = recordingFile(folder, recording.plan.seed);
  await writeFile(file, gzipSync(JSON.stringify(recording)));
}

/** The recordings in a folder, one after another, in order of their seeds. Throws when one cannot be read. */
export async function* loadRecordings<T = Recording>(folder: string): AsyncGenerator<T> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.json\.gz$/.test(name)).sort();
  for (const name of names) {
    const recording: T = JSON.parse(gunzipSync(await readFile(join(folder, name))).toString());
    yield recording;
  }
}
