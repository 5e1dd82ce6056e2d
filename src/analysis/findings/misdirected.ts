import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedRequest, FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { type Case, FindingGroups } from './groups.ts';

/** Methods for which sending twice has the same effect as sending once (RFC 9110 section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** What a 421 led to: recovered by the browser's re-send, still a 421, re-sent on the same connection, not re-sent, or unknown. */
export function* misdirectedFindings(context: FindingContext): Steps<FindingFacts[]> {
  const recovered = new FindingGroups('misdirected-recovered');
  const persistent = new FindingGroups('misdirected-persistent');
  const same = new FindingGroups('retry-on-same-connection');
  const notResent = new FindingGroups('misdirected-not-resent');
  const seen = new FindingGroups('misdirected-seen');
  const nonIdempotent = new FindingGroups('non-idempotent-resent');

  yield* stepping(context.requests.values(), (request) => {
    const { record, attempts } = request;
    const at = attempts.findIndex(({ misdirected }) => misdirected);
    const [first, last] = [attempts[at], attempts.at(-1)];
    if (first === undefined || last === undefined) return;
    const one = caseOf(request, first);
    if (!last.misdirected) {
      const openedFor = openedForOf(context, first);
      recovered.add([record.origin, openedFor], { ...one, origins: [record.origin, openedFor] });
    } else if (first !== last) persistent.add([record.origin], one);
    else (record.attemptsComplete ? notResent : seen).add([record.origin], one);
    if (resentOnSameConnection(request)) same.add([record.origin], one);
    if (first !== last && !IDEMPOTENT.has(record.method.toUpperCase())) {
      nonIdempotent.add([record.origin, record.method], one);
    }
  });
  return [recovered, persistent, same, notResent, seen, nonIdempotent].flatMap((g) => g.findings());
}

/** RFC 9110 section 15.5.20 describes a retry over a different connection. */
function resentOnSameConnection({ attempts }: AnalysedRequest): boolean {
  return attempts.some(({ misdirected, connection }, i) => {
    const next = attempts[i + 1];
    return misdirected && connection !== null && next?.connection === connection;
  });
}

function caseOf({ record, attempts }: AnalysedRequest, first: AnalysedAttempt): Case {
  return {
    certainty: first.certainty,
    confidence: first.confidence,
    request: record.id,
    connections: attempts.map(({ connection }) => connection),
    origins: [record.origin],
  };
}

function openedForOf({ connections }: FindingContext, { connection }: AnalysedAttempt): string | null {
  return connection === null ? null : (connections.get(connection)?.record.openedFor ?? null);
}
