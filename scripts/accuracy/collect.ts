import { existsSync } from 'node:fs';
import { buildExtension } from '../../e2e/drivers/extension.ts';
import { makeFieldPlan } from '../../e2e/generator/field/make-plan.ts';
import { makePlan } from '../../e2e/generator/make-plan.ts';
import type { Plan } from '../../e2e/generator/plan.ts';
import { record } from '../../e2e/generator/record.ts';
import { recordingFile, saveRecording } from '../../e2e/generator/recording.ts';
import { makeRedundancyPlan } from '../../e2e/generator/redundancy/make-plan.ts';
import { findCaddy, noCaddy } from '../bootstrap/find-caddy.mjs';
import type { AccuracyOptions, Suite } from './options.ts';

/**
 * Records the runs that the folder lacks, one browser after the other. A run that fails is reported and skipped: what
 * cannot be recorded says nothing about accuracy.
 */
export async function collect(options: AccuracyOptions, folder: string): Promise<void> {
  const { suite, seeds } = options;
  const http3 = findCaddy() !== null;
  if (!http3 && suite === 'hidden')
    console.error(`${noCaddy}\nRuns without HTTP/3 take the place of those with it.`);
  const extension = await buildExtension();
  for (let seed = seeds[0]; seed <= seeds[1]; seed += 1) {
    if (existsSync(recordingFile(folder, seed))) continue;
    const plan = planOf(suite, seed, http3);
    const subject = plan.cause ?? plan.confounder;
    try {
      const recording = await record(plan, extension);
      await saveRecording(folder, recording);
      const { attempts } = recording.truth;
      console.error(`run ${seed} (${subject}, ${plan.roundTrip} ms): ${attempts.length} attempts`);
      for (const sentence of recording.unfinished) console.error(`  ${sentence}`);
    } catch (error) {
      console.error(`run ${seed} (${subject}): ${error instanceof Error ? error.message : error}`);
    }
  }
}

function planOf(suite: Suite, seed: number, http3: boolean): Plan {
  switch (suite) {
    case 'field':
      return makeFieldPlan(seed);
    case 'redundancy':
      return makeRedundancyPlan(seed);
    default:
      return makePlan(seed, { http3 });
  }
}
