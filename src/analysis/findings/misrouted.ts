import type { RequestRecord } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import type { Steps } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { type Comparison, compareAnswers } from '../answers/compare.ts';
import { targetOf } from '../targets.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';
import { answersByOrigin, type JudgedAnswer, tally, targetsOf, withoutOutages } from './misrouted-answers.ts';
import {
  lookalikeConfidence,
  misroutedConfidence,
  type Tally,
  withEvidence,
} from './misrouted-confidence.ts';

/** Below this it is not worth saying: failures are common, and most have nothing to do with sharing. */
const LEAST_CONFIDENCE = 0.7;
/** The very same request failed when coalesced and went well on the origin's own connection. */
const SAME_TARGET_CONFIDENCE = 0.95;

/**
 * Coalesced requests that failed, or were answered as the shared connection's own origin is, where the same origin
 * answers otherwise, and well, on its own connection.
 */
export function* misroutedFindings(context: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('misrouted-suspected', 'warning');
  const differences = new Map<string, Comparison['differences']>();
  const all = answersByOrigin(context);
  for (const [origin, answers] of all) {
    yield;
    for (const { openedFor, suspects, comparison } of suspectsOf(answers, all)) {
      for (const { answer, confidence } of suspects) {
        groups.add([origin, openedFor], {
          certainty: 'inferred',
          confidence,
          request: answer.record.id,
          connections: [answer.attempt.connection],
          origins: [origin, openedFor],
        });
      }
      if (comparison.differences.length > 0)
        differences.set(`${origin} ${openedFor}`, comparison.differences);
    }
  }
  return groups.findings().map((finding) => {
    const [about, openedFor = null] = finding.origins;
    const told = differences.get(`${about} ${openedFor}`);
    return told === undefined ? finding : { ...finding, differences: told };
  });
}

interface Suspects {
  readonly openedFor: Origin | null;
  readonly suspects: readonly { readonly answer: JudgedAnswer; readonly confidence: number }[];
  readonly comparison: Comparison;
}

/** Of one origin's answers those that are worth a word, by what their connection was opened for. */
function suspectsOf(
  answers: readonly JudgedAnswer[],
  all: ReadonlyMap<Origin, readonly JudgedAnswer[]>,
): Suspects[] {
  const allCoalesced = answers.filter(({ attempt }) => attempt.coalesced === true);
  if (allCoalesced.length === 0) return [];
  const own = answers.filter(({ attempt, how }) => attempt.coalesced === false && how !== 'outage');
  if (own.every(({ how }) => how === 'wrong')) return [];
  const coalesced = withoutOutages(allCoalesced, own);
  // Nearly always nothing failed, and then there is nothing to ask of statuses.
  const byStatus = coalesced.some(isWrong) ? new StatusConfidence(coalesced, own) : null;
  return Array.from(byOpening(coalesced), ([openedFor, shared]) => {
    const comparison = compareAnswers(recordsToCompare(openedFor, shared, own, all));
    const { log, differing } = comparison;
    const failed = shared.some(isWrong) ? (byStatus?.among(shared) ?? null) : null;
    const suspects = shared.flatMap((answer) => {
      const lookalike = differing.has(answer.record) ? lookalikeConfidence(log) : 0;
      const confidence = failed !== null && isWrong(answer) ? withEvidence(failed(answer), log) : lookalike;
      return confidence < LEAST_CONFIDENCE ? [] : [{ answer, confidence }];
    });
    return { openedFor, suspects, comparison };
  });
}

function isWrong({ how }: JudgedAnswer): boolean {
  return how === 'wrong';
}

/** How sure it is of a failure by the statuses alone, with those on one connection and those on all shared ones. */
class StatusConfidence {
  readonly #own: Tally;
  readonly #overall: number;
  readonly #wellTargets: ReadonlySet<string>;

  constructor(coalesced: readonly JudgedAnswer[], own: readonly JudgedAnswer[]) {
    this.#own = tally(own);
    this.#overall = misroutedConfidence(tally(coalesced), this.#own);
    this.#wellTargets = targetsOf(own, 'well');
  }

  among(shared: readonly JudgedAnswer[]): (failure: JudgedAnswer) => number {
    const here = misroutedConfidence(tally(shared), this.#own);
    return ({ record }) => {
      const same = this.#wellTargets.has(targetOf(record)) ? SAME_TARGET_CONFIDENCE : 0;
      return Math.max(this.#overall, here, same);
    };
  }
}

/** Only what came from the same address is compared: another one may be another network's cache. */
function recordsToCompare(
  openedFor: Origin | null,
  shared: readonly JudgedAnswer[],
  own: readonly JudgedAnswer[],
  all: ReadonlyMap<Origin, readonly JudgedAnswer[]>,
) {
  const addresses = new Set(shared.map(({ address }) => address));
  const there = ({ address }: JudgedAnswer) => addresses.has(address);
  const other = (openedFor === null ? undefined : all.get(openedFor)) ?? [];
  return {
    shared: recordsOf(shared),
    own: recordsOf(own.filter(there)),
    other: recordsOf(other.filter((answer) => answer.attempt.coalesced === false && there(answer))),
    openedFor,
  };
}

/** A redirect, and a file that did not change, are told with few headers. */
function recordsOf(answers: readonly JudgedAnswer[]): RequestRecord[] {
  return answers.flatMap(({ record }) => {
    const { status } = record;
    return status !== null && (status < 300 || status >= 400) ? [record] : [];
  });
}

function byOpening(answers: readonly JudgedAnswer[]): Map<Origin | null, JudgedAnswer[]> {
  const groups = new Map<Origin | null, JudgedAnswer[]>();
  for (const answer of answers) {
    append(groups, answer.openedFor, answer);
  }
  return groups;
}
