import { existsSync } from 'node:fs';
import { buildExtension } from '../../e2e/drivers/extension.ts';
import { makeFieldPlan } from '../../e2e/generator/field/make-plan.ts';
import { makeFirefoxPlan } from '../../e2e/generator/firefox/make-plan.ts';
import { recordFirefox } from '../../e2e/generator/firefox/record.ts';
import { makePlan } from '../../e2e/generator/make-plan.ts';
import type { Plan } from '../../e2e/generator/plan.ts';
import { record } from '../../e2e/generator/record.ts';
import { recordingFile, saveRecording } from '../../e2e/generator/recording.ts';
import { makeRedundancyPlan } from '../../e2e/generator/redundancy/make-plan.ts';
import type { LabLog } from '../../e2e/lab/log.ts';
import { findCaddy, noCaddy } from '../bootstrap/find-caddy.mjs';
import type { AccuracyOptions, Suite } from './options.ts';

/** One run that was recorded, and a name for its kind. */
interface Recorded {
  readonly subject: string;
  readonly recording: {
    readonly plan: { readonly seed: number; readonly roundTrip: number };
    readonly truth: LabLog;
    readonly unfinished: readonly string[];
  };
}

/**
 * Records the runs that the folder lacks, one browser after the other. A run that fails is reported and skipped: what
 * cannot be recorded says nothing about accuracy.
 */
export async function collect({ suite, seeds }: AccuracyOptions, folder: string): Promise<void> {
  const run = await recorderOf(suite);
  for (let seed = seeds[0]; seed <= seeds[1]; seed += 1) {
    if (existsSync(recordingFile(folder, seed))) continue;
    try {
      const { subject, recording } = await run(seed);
      await saveRecording(folder, recording);
      const { plan, truth, unfinished } = recording;
      console.error(`run ${seed} (${subject}, ${plan.roundTrip} ms): ${truth.attempts.length} attempts`);
      for (const sentence of unfinished) console.error(`  ${sentence}`);
    } catch (error) {
      console.error(`run ${seed}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

async function recorderOf(suite: Suite): Promise<(seed: number) => Promise<Recorded>> {
  if (suite === 'firefox') {
    const extension = await buildExtension('firefox');
    return async (seed) => {
      const plan = makeFirefoxPlan(seed);
      return { subject: plan.confounder, recording: await recordFirefox(plan, extension) };
    };
  }
  const http3 = findCaddy() !== null;
  if (!http3 && suite === 'hidden')
    console.error(`${noCaddy}\nRuns without HTTP/3 take the place of those with it.`);
  const extension = await buildExtension();
  return async (seed) => {
    const plan = planOf(suite, seed, http3);
    return { subject: plan.cause ?? plan.confounder, recording: await record(plan, extension) };
  };
}

function planOf(suite: Exclude<Suite, 'firefox'>, seed: number, http3: boolean): Plan {
  switch (suite) {
    case 'field':
      return makeFieldPlan(seed);
    case 'redundancy':
      return makeRedundancyPlan(seed);
    default:
      return makePlan(seed, { http3 });
  }
}
