import type { FirefoxConfounder } from '../../../e2e/generator/firefox/plan.ts';
import type { FirefoxRecording } from '../../../e2e/generator/firefox/record.ts';
import type { SourceScore, SourcesEvaluation } from '../evaluate.ts';
import { couldHaveShared, hasMisdirected } from '../healthy.ts';
import { score } from '../score.ts';
import { reconstructedNumbers } from './connection-numbers.ts';
import { FIREFOX_SOURCES } from './sources.ts';

/** The data for Firefox's tables. */
export interface FirefoxEvaluation extends SourcesEvaluation {
  /** The held-out runs. */
  readonly runs: FirefoxRun[];
}

export interface FirefoxRun {
  readonly confounder: FirefoxConfounder;
  /** What the servers saw. */
  readonly attempts: number;
  readonly misdirected: number;
}

/**
 * Scores recordings of Firefox.
 *
 * @param usedUpTo Runs of seeds up to this one were used to make the rules and the confidences in src/analysis/firefox.
 *   They are not scored.
 */
export async function evaluateFirefox(
  recordings: AsyncIterable<FirefoxRecording>,
  usedUpTo: number,
): Promise<FirefoxEvaluation> {
  const evaluation: FirefoxEvaluation = { runs: [], bySource: new Map(), couldHaveShared: 0 };
  for await (const recording of recordings) if (recording.plan.seed > usedUpTo) add(evaluation, recording);
  return evaluation;
}

function add(evaluation: FirefoxEvaluation, recording: FirefoxRecording): void {
  const { plan, truth } = recording;
  const { attempts } = truth;
  const misdirected = attempts.filter(({ status }) => status === 421).length;
  evaluation.runs.push({ confounder: plan.confounder, attempts: attempts.length, misdirected });
  if (!hasMisdirected(recording)) evaluation.couldHaveShared += couldHaveShared(recording);
  for (const source of FIREFOX_SOURCES) {
    const analysis = source.analyse(recording);
    const scored = score(analysis, recording, reconstructedNumbers(analysis, truth));
    const sum: SourceScore = evaluation.bySource.get(source.name) ?? { verdicts: [], unreported: 0 };
    sum.verdicts.push(...scored.verdicts);
    sum.unreported += scored.unreported;
    evaluation.bySource.set(source.name, sum);
  }
}
