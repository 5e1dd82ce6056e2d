import type { AnalysedAttempt, AnalysedRequest, FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { type Case, FindingGroups } from './groups.ts';

/** Methods for which sending twice does the same as sending once (RFC 9110 section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** What a 421 led to: recovered by the browser's re-send, still a 421, re-sent in vain, not re-sent. */
export function misdirectedFindings(context: FindingContext): FindingFacts[] {
  const recovered = new FindingGroups('misdirected-recovered', 'warning');
  const persistent = new FindingGroups('misdirected-persistent', 'error');
  const same = new FindingGroups('retry-on-same-connection', 'warning');
  const notResent = new FindingGroups('misdirected-not-resent', 'error');
  const nonIdempotent = new FindingGroups('non-idempotent-resent', 'info');
  const cached = new FindingGroups('misdirected-from-cache', 'warning');

  for (const request of context.requests.values()) {
    const { record, attempts } = request;
    if (record.fromCache && record.status === 421) {
      cached.add([record.origin], { ...caseOf(request, null), connections: [] });
    }
    const first = attempts.find(({ misdirected }) => misdirected);
    const last = attempts.at(-1);
    if (first === undefined || last === undefined) continue;
    const openedFor = openedForOf(context, first);
    const one = caseOf(request, first);
    if (!last.misdirected) {
      recovered.add([record.origin, openedFor], { ...one, origins: [record.origin, openedFor] });
    } else if (attempts.length > 1) {
      persistent.add([record.origin], one);
      if (first.connection !== null && attempts.every((a) => a.connection === first.connection)) {
        same.add([record.origin], one);
      }
    } else if (record.attemptsComplete) notResent.add([record.origin], one);
    if (attempts.length > 1 && !IDEMPOTENT.has(record.method.toUpperCase())) {
      nonIdempotent.add([record.origin, record.method], one);
    }
  }
  return [recovered, persistent, same, notResent, nonIdempotent, cached].flatMap((g) => g.findings());
}

function caseOf({ record, attempts }: AnalysedRequest, first: AnalysedAttempt | null): Case {
  return {
    certainty: first?.certainty ?? 'observed',
    confidence: first?.confidence ?? 1,
    request: record.id,
    connections: attempts.map(({ connection }) => connection),
    origins: [record.origin],
  };
}

function openedForOf({ connections }: FindingContext, { connection }: AnalysedAttempt): string | null {
  return connection === null ? null : (connections.get(connection)?.record.openedFor ?? null);
}
