import type { RequestRecord } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import { addressKey } from '../connections/connection-index.ts';
import type { FindingContext } from '../findings/context.ts';
import { targetOf } from '../requests/request-targets.ts';
import type { Tally } from './misrouted-confidence.ts';

/** The last answer of one request, for the misrouting rule. */
export interface JudgedAnswer {
  readonly record: RequestRecord;
  readonly attempt: AnalysedAttempt;
  readonly openedFor: Origin | null;
  /** `address port`; null if unknown. */
  readonly address: string | null;
  readonly how: 'well' | 'wrong' | 'outage';
}

/**
 * The statuses that servers that pick the site by the connection's name send for a host they do not serve there: 404
 * (Envoy, Istio), 400 (Jetty), 403 (Traffic Server).
 */
const WRONG = new Set([400, 403, 404]);

/** By origin, every usable answer from the network: no 421, no redirect without a known target, none from a cache. */
export function* answersByOrigin({
  requests,
  connections,
}: FindingContext): Steps<Map<Origin, JudgedAnswer[]>> {
  const byOrigin = new Map<Origin, JudgedAnswer[]>();
  yield* stepping(requests.values(), ({ record, attempts }) => {
    const attempt = attempts.at(-1);
    if (record.origin === null || attempt === undefined || attempt.coalesced === null) return;
    const how = howAnswered(attempt.status);
    if (how === null || record.fromCache || record.fromServiceWorker) return;
    const connection = connections.get(attempt.connection ?? '')?.record;
    const remote = connection?.remote ?? null;
    const openedFor = connection?.openedFor ?? null;
    const address = remote === null ? null : addressKey(remote);
    const answer: JudgedAnswer = { record, attempt, how, openedFor, address };
    append(byOrigin, record.origin, answer);
  });
  return byOrigin;
}

function howAnswered(status: number | null): JudgedAnswer['how'] | null {
  if (status === null) return null;
  if (WRONG.has(status)) return 'wrong';
  if (status >= 200 && status < 400) return 'well';
  return status >= 500 ? 'outage' : null;
}

/**
 * A server error is just as often a temporary outage. It counts as wrong if the origin answers correctly on its own
 * connection during that time; otherwise it is ignored.
 */
export function withoutOutages(
  coalesced: readonly JudgedAnswer[],
  own: readonly JudgedAnswer[],
): JudgedAnswer[] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { how, attempt } of coalesced) {
    if (how !== 'outage' || attempt.startedAt === null) continue;
    from = Math.min(from, attempt.startedAt);
    to = Math.max(to, attempt.startedAt);
  }
  const lasting = own.some(({ how, attempt: { startedAt } }) => {
    return how === 'well' && startedAt !== null && startedAt > from && startedAt < to;
  });
  return coalesced.flatMap((answer) => {
    if (answer.how !== 'outage') return [answer];
    return lasting ? [{ ...answer, how: 'wrong' as const }] : [];
  });
}

/** The same URL requested twice counts once: a missing picture is missing every time. */
export function tally(answers: readonly JudgedAnswer[]): Tally {
  return { wrong: targetsOf(answers, 'wrong').size, well: targetsOf(answers, 'well').size };
}

export function targetsOf(answers: readonly JudgedAnswer[], how: JudgedAnswer['how']): Set<string> {
  return new Set(answers.filter((answer) => answer.how === how).map(({ record }) => targetOf(record)));
}

/** The answers by the origin that their connection was opened for. */
export function byOpening(answers: readonly JudgedAnswer[]): Map<Origin | null, JudgedAnswer[]> {
  const groups = new Map<Origin | null, JudgedAnswer[]>();
  for (const answer of answers) {
    append(groups, answer.openedFor, answer);
  }
  return groups;
}
