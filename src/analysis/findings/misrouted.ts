import type { Origin } from '../../model/origin.ts';
import type { Steps } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { type Comparison, compareAnswers } from '../misrouting/compare.ts';
import { refusalOf } from '../misrouting/host-refusal.ts';
import {
  answersByOrigin,
  byOpening,
  type JudgedAnswer,
  tally,
  targetsOf,
  withoutOutages,
} from '../misrouting/misrouted-answers.ts';
import {
  lookalikeConfidence,
  misroutedConfidence,
  type Tally,
  withEvidence,
} from '../misrouting/misrouted-confidence.ts';
import { OwnByAddress } from '../misrouting/misrouted-own.ts';
import { targetOf } from '../requests/request-targets.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Below this nothing is reported: failures are common, and most have nothing to do with sharing. */
const LEAST_CONFIDENCE = 0.7;
/** The same request failed when coalesced and succeeded on the origin's own connection. */
const SAME_TARGET_CONFIDENCE = 0.95;

/**
 * Coalesced requests that failed, or got a response like those of the shared connection's own origin, while their
 * origin answers differently, and correctly, on its own connection.
 */
export function* misroutedFindings(context: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('misrouted-suspected');
  const differences = new Map<string, Comparison['differences']>();
  const all = yield* answersByOrigin(context);
  const own = new OwnByAddress(all);
  for (const [origin, answers] of all) {
    yield;
    for (const { openedFor, suspects, comparison } of yield* suspectsOf(origin, answers, own)) {
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
    const differing = differences.get(`${about} ${openedFor}`);
    return differing === undefined ? finding : { ...finding, differences: differing };
  });
}

interface Suspects {
  readonly openedFor: Origin | null;
  readonly suspects: readonly { readonly answer: JudgedAnswer; readonly confidence: number }[];
  readonly comparison: Comparison;
}

/** The answers of one origin that are worth reporting, by the origin that their connection was opened for. */
function* suspectsOf(
  origin: Origin,
  answers: readonly JudgedAnswer[],
  known: OwnByAddress,
): Steps<Suspects[]> {
  const allCoalesced = answers.filter(({ attempt }) => attempt.coalesced === true);
  if (allCoalesced.length === 0) return [];
  const own = answers.filter(({ attempt, how }) => attempt.coalesced === false && how !== 'outage');
  if (own.every(({ how }) => how === 'wrong')) return [];
  const coalesced = withoutOutages(allCoalesced, own);
  // Nearly always nothing failed; then statuses show nothing.
  const byStatus = coalesced.some(isWrong) ? new StatusConfidence(coalesced, own) : null;
  const found: Suspects[] = [];
  for (const [openedFor, shared] of byOpening(coalesced)) {
    const addresses = new Set(shared.map(({ address }) => address));
    const comparison = yield* compareAnswers({
      shared: shared.map(({ record }) => record),
      own: yield* known.at(addresses, origin),
      other: openedFor === null ? [] : yield* known.withOutagesAt(addresses, openedFor),
      openedFor,
    });
    found.push({ openedFor, comparison, suspects: judged(shared, comparison, byStatus) });
  }
  return found;
}

function judged(
  shared: readonly JudgedAnswer[],
  { log, differing }: Comparison,
  byStatus: StatusConfidence | null,
): Suspects['suspects'] {
  const failed = shared.some(isWrong) ? (byStatus?.among(shared) ?? null) : null;
  return shared.flatMap((answer) => {
    // Its own finding says so for certain.
    if (refusalOf(answer.record) !== null) return [];
    const lookalike = differing.has(answer.record) ? lookalikeConfidence(log) : 0;
    const confidence = failed !== null && isWrong(answer) ? withEvidence(failed(answer), log) : lookalike;
    return confidence < LEAST_CONFIDENCE ? [] : [{ answer, confidence }];
  });
}

function isWrong({ how }: JudgedAnswer): boolean {
  return how === 'wrong';
}

/** The confidence for a failure from statuses alone: those on one connection and those on all shared connections. */
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
