import type { ConnectionRecord, EpochMs, Millis } from '../../model/capture.ts';
import { weakerCertainty } from '../../model/certainty.ts';
import { firstIndex } from '../../model/first-index.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { poolKey } from '../../model/pool.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest, FindingFacts } from '../analysis.ts';
import { rulesOf } from '../browsers/rules-by-family.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Firefox closes an HTTP/2 connection after it was idle for this time (`network.http.http2.timeout`). */
const IDLE: Millis = 170_000;

/**
 * The cost of 421s in Firefox. The connection that answered is retired, later requests need a new one, and the
 * connection of the re-send closes after its one response (netwerk/protocol/http/nsHttpTransaction.cpp; measured).
 * `connections` lists those that were given up, `requests` those that had to wait for a new one.
 */
export function* retiredFindings(context: FindingContext): Steps<FindingFacts[]> {
  if (!rulesOf(context.capture.browser).retiresConnectionOn421) return [];
  const retired = new FindingGroups('connection-retired');
  const openings = yield* openingsOf(context);
  yield* stepping(context.requests.values(), (request) => {
    request.attempts.forEach((lost, i) => {
      const given = lost.misdirected ? context.connections.get(lost.connection ?? '') : undefined;
      if (given === undefined || given.record.protocol === 'http/1.1') return;
      const next = request.attempts[i + 1] ?? null;
      const { origin } = request.record;
      const one = {
        certainty: weakerCertainty(lost.certainty, given.record.retiredAt === null ? 'derived' : 'observed'),
        confidence: lost.confidence,
        connections: [given.record.id, next?.misdirected === false ? next.connection : null],
        origins: [origin, given.record.openedFor],
      };
      const subject = [origin, given.record.openedFor];
      retired.add(subject, { ...one, ...(next === null ? {} : { request: request.record.id }) });
      for (const waited of waitedFor(given, lost, origin, openings)) {
        retired.add(subject, { ...one, request: waited.record.id });
      }
    });
  });
  return retired.findings();
}

/** A connection and the request that waited until it was set up. */
interface Opening {
  readonly connection: ConnectionRecord;
  readonly at: EpochMs;
  readonly opener: AnalysedRequest;
}

/** Sorted by time, by the origin that they were opened for. */
type Openings = ReadonlyMap<Origin, readonly Opening[]>;

function* openingsOf({ requests, connections }: FindingContext): Steps<Openings> {
  const openings = new Map<Origin, Opening[]>();
  yield* stepping(requests.values(), (opener) => {
    opener.attempts.forEach((attempt, i) => {
      // A connection that a re-send opened is part of the 421's own cost.
      if (opener.record.attempts[i]?.reused !== false || attempt.resent) return;
      const connection = connections.get(attempt.connection ?? '')?.record;
      const at = connection?.openedAt ?? attempt.startedAt;
      if (connection === undefined || connection.openedFor === null || at === null) return;
      append(openings, connection.openedFor, { connection, at, opener });
    });
  });
  for (const each of openings.values()) each.sort((a, b) => a.at - b.at);
  return openings;
}

/** The first request for each origin of the connection that had to wait for another one after it was given up. */
function waitedFor(
  { record, origins, lastAt }: AnalysedConnection,
  lost: AnalysedAttempt,
  misdirected: Origin | null,
  openings: Openings,
): AnalysedRequest[] {
  const from = record.retiredAt ?? lost.endedAt ?? lost.startedAt;
  if (from === null) return [];
  const until = Math.max(from, lastAt ?? from) + IDLE;
  const missed = new Set(origins.map(({ origin }) => origin));
  if (record.openedFor !== null) missed.add(record.openedFor);
  // The misdirected origin would be misdirected there again, so it lost nothing.
  if (misdirected !== null) missed.delete(misdirected);
  return [...missed]
    .flatMap((origin) => firstOfPool(openings.get(origin) ?? [], record, from, until) ?? [])
    .sort((a, b) => a.at - b.at)
    .map(({ opener }) => opener);
}

function firstOfPool(
  openings: readonly Opening[],
  pool: ConnectionRecord,
  from: EpochMs,
  until: EpochMs,
): Opening | null {
  for (let i = firstIndex(openings.length, (at) => (openings[at]?.at ?? 0) >= from); ; i += 1) {
    const opening = openings[i];
    if (opening === undefined || opening.at > until) return null;
    // Without Firefox's log pools are unknown; then all connections count as one pool.
    if (poolKey(opening.connection) === poolKey(pool)) return opening;
  }
}
