import type { Origin } from '../../model/origin.ts';
import type { AnalysedAttempt, AnalysedRequest, FindingFacts } from '../analysis.ts';
import { targetOf } from '../targets.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';
import { misroutedConfidence, type Tally } from './misrouted-confidence.ts';

/**
 * What servers that pick the site by the connection's name answer for a host they do not serve there: 404
 * (Envoy, Istio), 400 (Jetty), 403 (Traffic Server).
 */
const WRONG = new Set([400, 403, 404]);

/** Below this it is not worth saying: failures are common, and most have nothing to do with sharing. */
const LEAST_CONFIDENCE = 0.7;
/** The very same request failed when coalesced and went well on the origin's own connection. */
const SAME_TARGET_CONFIDENCE = 0.95;

interface Answer {
  readonly request: AnalysedRequest;
  readonly attempt: AnalysedAttempt;
  readonly openedFor: Origin | null;
  readonly wrong: boolean;
}

/** Coalesced requests that failed where the same origin answers well on its own connection. */
export function misroutedFindings(context: FindingContext): FindingFacts[] {
  const groups = new FindingGroups('misrouted-suspected', 'warning');
  for (const [origin, answers] of answersByOrigin(context)) {
    const own = answers.filter(({ attempt }) => attempt.coalesced === false);
    const coalesced = answers.filter(({ attempt }) => attempt.coalesced === true);
    const wrong = coalesced.filter((answer) => answer.wrong);
    if (wrong.length === 0 || own.every((answer) => answer.wrong)) continue;
    const ownTally = tally(own);
    const overall = misroutedConfidence(tally(coalesced), ownTally);
    const wellTargets = targetsOf(own.filter((answer) => !answer.wrong));
    const there = new Map<Origin | null, number>();
    for (const [openedFor, shared] of byOpening(coalesced)) {
      if (shared.some((answer) => answer.wrong)) {
        there.set(openedFor, misroutedConfidence(tally(shared), ownTally));
      }
    }
    for (const answer of wrong) {
      const same = wellTargets.has(targetOf(answer.request.record)) ? SAME_TARGET_CONFIDENCE : 0;
      const confidence = Math.max(overall, there.get(answer.openedFor) ?? 0, same);
      if (confidence < LEAST_CONFIDENCE) continue;
      groups.add([origin, answer.openedFor], {
        certainty: 'inferred',
        confidence,
        request: answer.request.record.id,
        connections: [answer.attempt.connection],
        origins: [origin, answer.openedFor],
      });
    }
  }
  return groups.findings();
}

function answersByOrigin({ requests, connections }: FindingContext): Map<Origin, Answer[]> {
  const byOrigin = new Map<Origin, Answer[]>();
  for (const request of requests.values()) {
    const { origin } = request.record;
    const attempt = request.attempts.at(-1);
    if (origin === null || attempt === undefined || attempt.coalesced === null) continue;
    const wrong = WRONG.has(attempt.status ?? 0);
    // Neither well nor wrong in this sense: redirects to an error page, 421, 5xx, no answer at all.
    if (!wrong && !(attempt.status !== null && attempt.status >= 200 && attempt.status < 400)) continue;
    const openedFor = connections.get(attempt.connection ?? '')?.record.openedFor ?? null;
    const answers = byOrigin.get(origin);
    const answer = { request, attempt, openedFor, wrong };
    if (answers === undefined) byOrigin.set(origin, [answer]);
    else answers.push(answer);
  }
  return byOrigin;
}

function byOpening(answers: readonly Answer[]): Map<Origin | null, Answer[]> {
  const groups = new Map<Origin | null, Answer[]>();
  for (const answer of answers) {
    const group = groups.get(answer.openedFor);
    if (group === undefined) groups.set(answer.openedFor, [answer]);
    else group.push(answer);
  }
  return groups;
}

/** The same thing asked for twice counts once: a picture that is missing is missing every time. */
function tally(answers: readonly Answer[]): Tally {
  const [wrong, well] = [true, false].map((is) => targetsOf(answers.filter((answer) => answer.wrong === is)));
  return { wrong: wrong?.size ?? 0, well: well?.size ?? 0 };
}

function targetsOf(answers: readonly Answer[]): Set<string> {
  return new Set(answers.map(({ request }) => targetOf(request.record)));
}
