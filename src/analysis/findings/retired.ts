import type { ConnectionRecord, EpochMs, Millis } from '../../model/capture.ts';
import { weakerCertainty } from '../../model/certainty.ts';
import type { Origin } from '../../model/origin.ts';
import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest, FindingFacts } from '../analysis.ts';
import { familyOf } from '../browser-family.ts';
import { firstIndex } from '../first-index.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Firefox closes an HTTP/2 connection that was idle for so long (`network.http.http2.timeout`). */
const IDLE: Millis = 170_000;

/**
 * What 421s cost in Firefox. The connection that answered is retired, what comes later needs a new one, and the
 * connection of the re-send closes after its one answer (netwerk/protocol/http/nsHttpTransaction.cpp; measured).
 * `connections` are those that were given up, `requests` those that had to wait for a new one.
 */
export function retiredFindings(context: FindingContext): FindingFacts[] {
  if (familyOf(context.capture.browser) !== 'firefox') return [];
  const retired = new FindingGroups('connection-retired', 'info');
  const openings = openingsOf(context);
  for (const request of context.requests.values()) {
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
  }
  return retired.findings();
}

/** A connection and the request that waited until it was set up. */
interface Opening {
  readonly connection: ConnectionRecord;
  readonly at: EpochMs;
  readonly opener: AnalysedRequest;
  /** It was the re-send of a misdirected request. */
  readonly resend: boolean;
}

function openingsOf({ requests, connections }: FindingContext): Opening[] {
  const openings: Opening[] = [];
  for (const opener of requests.values()) {
    opener.attempts.forEach((attempt, i) => {
      if (opener.record.attempts[i]?.reused !== false) return;
      const connection = connections.get(attempt.connection ?? '')?.record;
      const at = connection?.openedAt ?? attempt.startedAt;
      if (connection !== undefined && at !== null) {
        openings.push({ connection, at, opener, resend: attempt.resent });
      }
    });
  }
  return openings.sort((a, b) => a.at - b.at);
}

/** The first request for each origin of the connection that had to wait for another one after it was given up. */
function waitedFor(
  { record, origins, lastAt }: AnalysedConnection,
  lost: AnalysedAttempt,
  misdirected: Origin | null,
  openings: readonly Opening[],
): AnalysedRequest[] {
  const from = record.retiredAt ?? lost.endedAt ?? lost.startedAt;
  if (from === null) return [];
  const start = firstIndex(openings.length, (i) => (openings[i]?.at ?? 0) >= from);
  const missed = new Set(origins.map(({ origin }) => origin));
  if (record.openedFor !== null) missed.add(record.openedFor);
  // What was misdirected there would be again: that is no loss.
  if (misdirected !== null) missed.delete(misdirected);
  const waited: AnalysedRequest[] = [];
  for (const { connection, at, opener, resend } of openings.slice(start)) {
    if (missed.size === 0 || at - Math.max(from, lastAt ?? from) > IDLE) break;
    if (resend || connection.openedFor === null || !isOfPool(connection, record)) continue;
    if (missed.delete(connection.openedFor)) waited.push(opener);
  }
  return waited;
}

function isOfPool(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return a.privacyMode === b.privacyMode && a.partition === b.partition && a.proxy === b.proxy;
}
