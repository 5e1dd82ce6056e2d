import { checkNetLog } from '../../e2e/generator/netlog-truth.ts';
import type { Confounder } from '../../e2e/generator/plan.ts';
import type { Recording } from '../../e2e/generator/recording.ts';
import { couldHaveShared, hasMisdirected } from './healthy.ts';
import { addMisrouted, type MisroutedScore, NOTHING_MISROUTED, scoreMisrouted } from './misrouted.ts';
import { connectionNumbers, score, type Verdict } from './score.ts';
import { NETLOG, SOURCES } from './sources.ts';

/** The data for the tables of hidden 421s and connections, in any browser. */
export interface SourcesEvaluation {
  /** The held-out runs, by the source's name. */
  readonly bySource: Map<string, SourceScore>;
  /** In the held-out runs without any 421: requests that could have used another host's connection. */
  couldHaveShared: number;
}

/** The data for all tables. */
export interface Evaluation extends SourcesEvaluation {
  /** Every run: its NetLog against the servers' log. */
  readonly netLog: NetLogRun[];
  /** The held-out runs, by the source's name. */
  readonly misrouted: Map<string, MisroutedScore>;
}

export interface NetLogRun {
  readonly seed: number;
  readonly confounder: Confounder;
  readonly attempts: number;
  readonly differences: readonly string[];
}

export interface SourceScore {
  readonly verdicts: Verdict[];
  unreported: number;
}

/**
 * Scores recordings.
 *
 * @param usedUpTo Runs of seeds up to this one were used to make the rules and the numbers of the inference
 *   (src/analysis/chromium/hidden-confidence.ts). Only their NetLogs are scored.
 */
export async function evaluate(recordings: AsyncIterable<Recording>, usedUpTo: number): Promise<Evaluation> {
  const evaluation: Evaluation = {
    netLog: [],
    bySource: new Map(),
    misrouted: new Map(),
    couldHaveShared: 0,
  };
  for await (const recording of recordings) add(evaluation, recording, recording.plan.seed > usedUpTo);
  return evaluation;
}

function add(evaluation: Evaluation, recording: Recording, heldOut: boolean): void {
  const { netLog, bySource, misrouted } = evaluation;
  const { seed, confounder } = recording.plan;
  const fromNetLog = NETLOG.analyse(recording);
  netLog.push({ seed, confounder, ...checkNetLog(fromNetLog, recording.truth) });
  if (!heldOut) return;
  if (!hasMisdirected(recording)) evaluation.couldHaveShared += couldHaveShared(recording);
  const numbers = connectionNumbers(fromNetLog, recording);
  for (const source of SOURCES) {
    const analysis = source === NETLOG ? fromNetLog : source.analyse(recording);
    const { verdicts, unreported } = score(analysis, recording, numbers);
    const sum = bySource.get(source.name) ?? { verdicts: [], unreported: 0 };
    sum.verdicts.push(...verdicts);
    sum.unreported += unreported;
    bySource.set(source.name, sum);
    const wrong = misrouted.get(source.name) ?? { ...NOTHING_MISROUTED };
    addMisrouted(wrong, scoreMisrouted(analysis, recording));
    misrouted.set(source.name, wrong);
  }
}
