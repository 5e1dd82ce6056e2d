import type { Analysis, FindingFacts } from '../analysis/analysis.ts';
import type { ConnectionId } from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';

/** For each connection the origins that got another response than 421 on it. */
type Answered = ReadonlyMap<ConnectionId, ReadonlySet<Origin>>;

/** Computed once for an analysis: every finding asks. */
const computed = new WeakMap<Analysis, Answered>();

/**
 * Whether a connection that carried one of the finding's 421s also carried another response for the same origin. Then
 * the name in the handshake does not decide, and what answered behind that connection varies.
 */
export function variesOnConnection({ requests, origins }: FindingFacts, analysis: Analysis): boolean {
  const [origin] = origins;
  if (origin === undefined) return false;
  const answered = answeredOn(analysis);
  return requests.some((id) =>
    (analysis.requests.get(id)?.attempts ?? []).some(
      ({ misdirected, connection }) =>
        misdirected && connection !== null && answered.get(connection)?.has(origin) === true,
    ),
  );
}

function answeredOn(analysis: Analysis): Answered {
  const known = computed.get(analysis);
  if (known !== undefined) return known;
  const answered = new Map<ConnectionId, Set<Origin>>();
  for (const { record, attempts } of analysis.requests.values()) {
    for (const { connection, status, misdirected } of attempts) {
      if (connection === null || status === null || misdirected || record.origin === null) continue;
      const origins = answered.get(connection) ?? new Set();
      answered.set(connection, origins.add(record.origin));
    }
  }
  computed.set(analysis, answered);
  return answered;
}
