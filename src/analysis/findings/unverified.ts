import { hostOf, type Origin } from '../../model/origin.ts';
import type { Steps } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { answersByOrigin, byOpening, type JudgedAnswer } from '../misrouting/misrouted-answers.ts';
import { type Resemblance, resemblancesOf } from '../misrouting/resemblance.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/**
 * Origins that were answered only on connections opened for others, in a way that does not look like their own (Envoy
 * without a route answers 404, a TLS router passes on what the other site says). The capture has nothing to compare
 * with, so the finding only reports the signs.
 */
export function* unverifiedFindings(context: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('wrong-answer-suspected-unverified');
  const resemblances = new Map<string, readonly Resemblance[]>();
  const all = yield* answersByOrigin(context);
  for (const [origin, answers] of all) {
    yield;
    if (!answers.every(isSurelyShared)) continue;
    for (const [openedFor, shared] of byOpening(answers)) {
      if (openedFor === null || areOneSite(origin, openedFor)) continue;
      const found = resemblancesOf(shared.map(recordOf), openedFor, ownAnswers(all.get(openedFor)));
      if (found.length === 0) continue;
      resemblances.set(`${origin} ${openedFor}`, found);
      for (const { record, attempt } of shared) {
        groups.add([origin, openedFor], {
          certainty: attempt.coalescedCertainty,
          confidence: 1,
          request: record.id,
          connections: [attempt.connection],
          origins: [origin, openedFor],
        });
      }
    }
  }
  return groups.findings().map((finding) => {
    const [origin, openedFor] = finding.origins;
    return { ...finding, resemblances: resemblances.get(`${origin} ${openedFor}`) ?? [] };
  });
}

/** A connection that was only inferred may be the origin's own. */
function isSurelyShared({ attempt: { coalesced, coalescedCertainty } }: JudgedAnswer): boolean {
  return coalesced === true && (coalescedCertainty === 'observed' || coalescedCertainty === 'derived');
}

function ownAnswers(answers: readonly JudgedAnswer[] = []) {
  return answers.filter(({ attempt }) => attempt.coalesced === false).map(recordOf);
}

function recordOf({ record }: JudgedAnswer) {
  return record;
}

/** `example.com` and `www.example.com` are one site nearly everywhere. */
function areOneSite(a: Origin, b: Origin): boolean {
  const [one, other] = [a, b].map((origin) => hostOf(origin)?.replace(/^www\./, ''));
  return one === other;
}
