import type { Capture, ConnectionId, ConnectionRecord, RequestId } from '../../model/capture.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedRequest, Redundancy, RedundancyCause } from '../analysis.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from '../connection-index.ts';
import { inOrderOfOpening, NearbyConnections, openedAt } from './nearby-connections.ts';
import { couldCarry, onlyObstacle, type Wanted, wantedBy } from './obstacles.ts';
import { ToldRedundancy } from './told.ts';

/**
 * Connections that an open one could have spared, each with its cause. The terms are those of Sander et al., "Sharding
 * and HTTP/2 Connection Reuse Revisited" (IMC 2021), with those that its captures could not tell beside them:
 *
 * - `CERT`, `IP`, `CRED`, `PARTITION`, `PROXY`, `CLIENT-CERT`, `PROTOCOL`: exactly this one thing kept an open
 *   connection from carrying its requests (with two of them, it is neither alone);
 * - `RACE`: nothing did, but that connection was still being set up;
 * - `CLOSED`: nothing did, but that connection was closed by then;
 * - `AFTER-421`: that connection misdirected a request, which was sent again on this one.
 */
export function* redundantConnections(
  capture: Capture,
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  index: ConnectionIndex,
): Steps<Map<ConnectionId, Redundancy>> {
  const redundant = new Map<ConnectionId, Redundancy>();
  yield* stepping(requests.values(), (request) => noteResend(redundant, request, index));
  const told = new ToldRedundancy(index.byId.values());
  const nearby = new NearbyConnections();
  yield;
  const judge = (use: ConnectionUse) => {
    const judged = redundant.has(use.record.id) || !isShareable(use.record);
    const found = judged ? null : (told.of(use.record) ?? spareable(use, nearby.of(use), capture));
    if (found !== null) redundant.set(use.record.id, found);
    nearby.add(use);
  };
  // Each is held against up to a few hundred others.
  yield* stepping(inOrderOfOpening(index), judge, 8);
  return redundant;
}

/** The misdirected attempt's connection had the address and a covering certificate, or it had not been tried. */
function noteResend(
  redundant: Map<ConnectionId, Redundancy>,
  { record, attempts }: AnalysedRequest,
  index: ConnectionIndex,
): void {
  attempts.forEach((lost, i) => {
    const next = attempts[i + 1];
    if (!lost.misdirected || lost.connection === null || next === undefined || next.connection === null)
      return;
    if (next.connection === lost.connection || redundant.has(next.connection)) return;
    if (index.byId.get(next.connection)?.opener?.id !== record.id) return;
    const { certainty } = lost;
    redundant.set(next.connection, { cause: 'AFTER-421', sharedWith: lost.connection, certainty });
  });
}

/** HTTPS only: plain http is never shared between origins. */
function isShareable({ protocol, openedFor }: ConnectionRecord): boolean {
  return protocol !== null && openedFor?.startsWith('https:') === true;
}

/** The nearest first: what only time kept apart, then what the page decides, then what its servers decide. */
const NEARNESS: readonly RedundancyCause[] = [
  'RACE',
  'CRED',
  'PARTITION',
  'CLIENT-CERT',
  'PROTOCOL',
  'PROXY',
  'CLOSED',
  'IP',
  'CERT',
];

function spareable(
  use: ConnectionUse,
  nearby: readonly ConnectionUse[],
  capture: Capture,
): Redundancy | null {
  const wanted = wantedBy(use.record, capture);
  if (wanted === null) return null;
  let best: Redundancy | null = null;
  for (const earlier of nearby) {
    // What speaks HTTP/1.1 carries one request at a time, for its own origin; what was never used may be no session.
    const { protocol } = earlier.record;
    if (!earlier.current || earlier.origins.size === 0 || protocol === 'http/1.1') continue;
    const found = isShareable(earlier.record) ? between(earlier, use, wanted) : null;
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  return best;
}

/** What is known counts more than what may be. */
function isNearer(a: Redundancy, b: Redundancy): boolean {
  const [one, other] = [a.certainty === 'unknown', b.certainty === 'unknown'];
  return one === other ? NEARNESS.indexOf(a.cause) < NEARNESS.indexOf(b.cause) : other;
}

function between(earlier: ConnectionUse, use: ConnectionUse, wanted: Wanted): Redundancy | null {
  const wasOpen = openThen(earlier, use);
  const cause = wasOpen === false ? closed(earlier.record, wanted) : causeWhileOpen(earlier, use, wanted);
  if (cause === null) return null;
  const isKnown = wasOpen !== null && poolsAreKnown(earlier.record, use.record);
  return { cause, sharedWith: earlier.record.id, certainty: isKnown ? 'derived' : 'unknown' };
}

function closed(earlier: ConnectionRecord, wanted: Wanted): RedundancyCause | null {
  return couldCarry(earlier, wanted) ? 'CLOSED' : null;
}

function causeWhileOpen(earlier: ConnectionUse, use: ConnectionUse, wanted: Wanted): RedundancyCause | null {
  const obstacle = onlyObstacle(earlier.record, wanted);
  if (obstacle !== 'none') return obstacle;
  // Nothing kept them apart and it was ready: then something did that no source tells.
  return openedAt(use) < usableFrom(earlier) ? 'RACE' : null;
}

/**
 * What rides on connections shows their pools in part only: of 6 connections that it told to be CRED in the corpus,
 * 2 were something else.
 */
function poolsAreKnown(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return a.privacyMode !== null && b.privacyMode !== null;
}

/** Null: no source tells when connections close, and it was not used again, so it may have been closed by then. */
function openThen(earlier: ConnectionUse, later: ConnectionUse): boolean | null {
  const opened = openedAt(later);
  const { closedAt, sources } = earlier.record;
  if (closedAt !== null) return closedAt > opened;
  // A browser's own log tells the end of each, so this one has none.
  if (sources.includes('netlog') || sources.includes('moz-log')) return true;
  return (earlier.lastAt ?? opened) > opened ? true : null;
}
