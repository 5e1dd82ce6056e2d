import { existsSync } from 'node:fs';
import { buildExtension } from '../../e2e/drivers/extension.ts';
import { makePlan } from '../../e2e/generator/make-plan.ts';
import { record } from '../../e2e/generator/record.ts';
import { recordingFile, saveRecording } from '../../e2e/generator/recording.ts';
import { findCaddy, noCaddy } from '../bootstrap/find-caddy.mjs';
import type { AccuracyOptions } from './options.ts';

/**
 * Records the runs that the folder lacks, one browser after the other. A run that fails is told and left out: what
 * cannot be recorded says nothing about accuracy.
 */
export async function collect({ runs, seed: first }: AccuracyOptions, folder: string): Promise<void> {
  const http3 = findCaddy() !== null;
  if (!http3) console.error(`${noCaddy}\nRuns without HTTP/3 take the place of those with it.`);
  const extension = await buildExtension();
  for (let seed = first; seed < first + runs; seed += 1) {
    if (existsSync(recordingFile(folder, seed))) continue;
    const plan = makePlan(seed, { http3 });
    try {
      const recording = await record(plan, extension);
      await saveRecording(folder, recording);
      const { attempts } = recording.truth;
      console.error(`run ${seed} (${plan.confounder}, ${plan.roundTrip} ms): ${attempts.length} attempts`);
      for (const sentence of recording.unfinished) console.error(`  ${sentence}`);
    } catch (error) {
      console.error(`run ${seed} (${plan.confounder}): ${error instanceof Error ? error.message : error}`);
    }
  }
}
