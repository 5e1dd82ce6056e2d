import type { FirefoxRecording } from '../../../e2e/generator/firefox/record.ts';
import { score, type Verdict } from '../score.ts';
import { reconstructedNumbers } from './connection-numbers.ts';
import { FIREFOX_SOURCES } from './sources.ts';

/** The data for Firefox's tables. */
export interface FirefoxEvaluation {
  runs: number;
  /** Runs without any 421. */
  healthyRuns: number;
  /** By the source's name. */
  readonly bySource: Map<string, { readonly verdicts: Verdict[]; unreported: number }>;
}

/** The rules in src/analysis/firefox and their confidences were made with runs of smaller seeds. */
export function isHeldOutForFirefox(seed: number): boolean {
  return seed > 1000;
}

export async function evaluateFirefox(
  recordings: AsyncIterable<FirefoxRecording>,
  includes: (seed: number) => boolean = isHeldOutForFirefox,
): Promise<FirefoxEvaluation> {
  const evaluation: FirefoxEvaluation = { runs: 0, healthyRuns: 0, bySource: new Map() };
  for await (const recording of recordings) {
    if (!includes(recording.plan.seed)) continue;
    evaluation.runs += 1;
    if (!recording.truth.attempts.some(({ status }) => status === 421)) evaluation.healthyRuns += 1;
    for (const source of FIREFOX_SOURCES) {
      const analysis = source.analyse(recording);
      const { verdicts, unreported } = score(
        analysis,
        recording,
        reconstructedNumbers(analysis, recording.truth),
      );
      const sum = evaluation.bySource.get(source.name) ?? { verdicts: [], unreported: 0 };
      sum.verdicts.push(...verdicts);
      sum.unreported += unreported;
      evaluation.bySource.set(source.name, sum);
    }
  }
  return evaluation;
}
