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

/** One run of a plan: what the servers saw, and what every source told of it. */
export interface Recording {
  readonly plan: Plan;
  readonly truth: LabLog;
  readonly extension: ExtensionEvidence;
  readonly cdp: readonly CdpEvent[];
  readonly netLog: string;
  /** What the run waited for in vain, one sentence each; empty when all went as planned. */
  readonly unfinished: readonly string[];
  /** When each step of the plan began, epoch ms. */
  readonly stepTimes: readonly number[];
}

/** The one packed file in which the folder keeps the run of a seed. */
export function recordingFile(folder: string, seed: number): string {
  return join(folder, `${String(seed).padStart(5, '0')}.json.gz`);
}

export async function saveRecording(folder: string, recording: Recording): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = recordingFile(folder, recording.plan.seed);
  await writeFile(file, gzipSync(JSON.stringify(recording)));
}

/** The recordings of a folder one after the other, in order of their seeds. Throws when one cannot be read. */
export async function* loadRecordings(folder: string): AsyncGenerator<Recording> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.json\.gz$/.test(name)).sort();
  for (const name of names) {
    const recording: Recording = JSON.parse(gunzipSync(await readFile(join(folder, name))).toString());
    yield recording;
  }
}
