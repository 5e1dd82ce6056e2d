import { alignedAttempts, type Match, matchRequests } from '../../e2e/generator/match.ts';
import type { Recording } from '../../e2e/generator/recording.ts';
import type { LabLog } from '../../e2e/lab/log.ts';
import type { Analysis } from '../../src/analysis/analysis.ts';

/** One request, as a source reported it and as it was. */
export interface Verdict {
  readonly seed: number;
  readonly confounder: string;
  readonly roundTrip: number;
  readonly name: string;
  /** A 421 that was not shown to the page came before the last attempt. */
  readonly hidden: boolean;
  /** Any of its attempts was answered 421. */
  readonly misdirected: boolean;
  /** The page received something other than a 421 in the end, so only timing can reveal the hidden one. */
  readonly recovered: boolean;
  /** What the source says about it. */
  readonly said: 'nothing' | 'observed' | 'derived' | 'inferred';
  readonly confidence: number;
  readonly attempts: number;
  /** Attempts for which a connection was named, and those for which it was the right one. */
  readonly named: number;
  readonly rightlyNamed: number;
}

/** What scoring needs from a run, in any browser. */
export interface ScoredRun {
  readonly plan: { readonly seed: number; readonly confounder: string; readonly roundTrip: number };
  readonly truth: LabLog;
}

export interface Score {
  readonly verdicts: readonly Verdict[];
  /** Requests that the servers saw and the source did not report. */
  readonly unreported: number;
}

/**
 * Compares a source's analysis of a run with what the servers saw.
 * @param numberOf the servers' number of each of the browser's connections
 */
export function score(
  analysis: Analysis,
  { plan, truth }: ScoredRun,
  numberOf: ReadonlyMap<string, number>,
): Score {
  const { matches, unreported } = matchRequests(analysis, truth);
  const verdicts = matches.map((match): Verdict => {
    const { seed, confounder, roundTrip } = plan;
    const [first] = match.truth;
    return {
      seed,
      confounder,
      roundTrip,
      name: `${first?.method} ${first?.host}${first?.path}`,
      ...hiddenVerdict(match),
      ...namedConnections(match, numberOf),
    };
  });
  return { verdicts, unreported: unreported.length };
}

function hiddenVerdict({
  request,
  truth,
}: Match): Pick<Verdict, 'hidden' | 'misdirected' | 'recovered' | 'said' | 'confidence'> {
  const hidden = truth.slice(0, -1).some(({ status }) => status === 421);
  const found = request.attempts.slice(0, -1).find(({ misdirected }) => misdirected);
  const said = found === undefined || found.certainty === 'unknown' ? 'nothing' : found.certainty;
  return {
    hidden,
    misdirected: truth.some(({ status }) => status === 421),
    recovered: hidden && truth.at(-1)?.status !== 421,
    said,
    confidence: found?.confidence ?? 0,
  };
}

function namedConnections(
  match: Match,
  numberOf: ReadonlyMap<string, number>,
): Pick<Verdict, 'attempts' | 'named' | 'rightlyNamed'> {
  const aligned = alignedAttempts(match);
  const named = aligned.filter(({ reported }) => reported !== null && reported.connection !== null);
  const right = named.filter(
    ({ reported, row }) => numberOf.get(reported?.connection ?? '') === row.connection,
  );
  return { attempts: aligned.length, named: named.length, rightlyNamed: right.length };
}

/** The servers' number of each connection, as the NetLog of the run shows it. */
export function connectionNumbers(netLog: Analysis, { truth }: Recording): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const match of matchRequests(netLog, truth).matches) {
    for (const { reported, row } of alignedAttempts(match)) {
      if (reported !== null && reported.connection !== null) numbers.set(reported.connection, row.connection);
    }
  }
  return numbers;
}
