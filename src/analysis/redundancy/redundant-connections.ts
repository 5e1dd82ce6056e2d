import type { Capture, ConnectionId, ConnectionRecord, RequestId } from '../../model/capture.ts';
import { isLogged } from '../../model/evidence-sources.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedRequest, Redundancy } from '../analysis.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from '../connections/connection-index.ts';
import { REDUNDANCY_CAUSES, type RedundancyCause } from './causes.ts';
import { LoggedRedundancy } from './logged-redundancy.ts';
import { inOrderOfOpening, NearbyConnections, openedAt } from './nearby-connections.ts';
import { couldCarry, onlyObstacle, type Wanted, wantedBy } from './obstacles.ts';
import { addPossibleCauses } from './possible-causes.ts';

/** The redundant connections, and the possible causes of those that may be redundant (the upper bound). */
export interface Redundant {
  readonly redundant: ReadonlyMap<ConnectionId, Redundancy>;
  /** Only connections that leave a question open. */
  readonly possible: ReadonlyMap<ConnectionId, ReadonlySet<RedundancyCause>>;
}

/**
 * Connections that an open one would have made unnecessary, each with its cause. The terms are those of Sander et al.,
 * "Sharding and HTTP/2 Connection Reuse Revisited" (IMC 2021), plus causes that its captures could not show:
 *
 * - `CERT`, `IP`, `CRED`, `PARTITION`, `PROXY`, `CLIENT-CERT`, `PROTOCOL`: exactly this one thing kept an open
 *   connection from carrying its requests (if two did, neither is the cause);
 * - `RACE`: nothing did, but that connection was still being set up, or this one was opened in advance and never used;
 * - `CLOSED`: nothing did, but that connection had been closed by then;
 * - `AFTER-421`: that connection misdirected a request, which was sent again on this one.
 */
export function* redundantConnections(
  capture: Capture,
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  index: ConnectionIndex,
): Steps<Redundant> {
  const possible = new Map<ConnectionId, ReadonlySet<RedundancyCause>>();
  const redundant = new Map<ConnectionId, Redundancy>();
  yield* stepping(requests.values(), (request) => noteResend(redundant, request, index));
  const logged = new LoggedRedundancy(index.byId.values());
  const nearby = new NearbyConnections();
  yield;
  const judge = (use: ConnectionUse) => {
    const { id } = use.record;
    const known = redundant.get(id);
    const judged = known !== undefined || !isShareable(use.record);
    const found = judged ? null : (logged.of(use.record) ?? spareable(use, nearby.of(use), capture));
    if (found !== null) redundant.set(id, found);
    const stated = known ?? found;
    if (isOpenQuestion(use, stated)) possible.set(id, possibleCauses(use, stated, nearby, capture));
    nearby.add(use);
  };
  // Each is compared with up to a few hundred others, so the steps are small.
  yield* stepping(inOrderOfOpening(index), judge, 8);
  return { redundant, possible };
}

/** An observed cause needs no bounds; nor does a connection for which the browser's complete log reports no cause. */
function isOpenQuestion({ record }: ConnectionUse, stated: Redundancy | null): boolean {
  if (record.protocol === null || record.openedFor?.startsWith('http:')) return false;
  if (stated !== null && (stated.certainty === 'observed' || stated.certainty === 'derived')) return false;
  return !isLogged(record) || record.openedFor === null || record.privacyMode === null;
}

/** Every cause that it may have. */
function possibleCauses(
  use: ConnectionUse,
  stated: Redundancy | null,
  nearby: NearbyConnections,
  capture: Capture,
): Set<RedundancyCause> {
  const causes = new Set<RedundancyCause>(stated === null ? [] : [stated.cause]);
  const wanted = wantedBy(use.record, capture);
  for (const list of [nearby.of(use), nearby.incompletelyKnown]) {
    for (const earlier of list) {
      if (causes.size === REDUNDANCY_CAUSES.length) return causes;
      if (mayShare(earlier)) addPossibleCauses(earlier, use, wanted, openThen(earlier, use), causes);
    }
  }
  return causes;
}

/** The misdirected attempt's connection had the address and a covering certificate, or the browser would not have used it. */
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

function spareable(
  use: ConnectionUse,
  nearby: readonly ConnectionUse[],
  capture: Capture,
): Redundancy | null {
  const wanted = wantedBy(use.record, capture);
  if (wanted === null) return null;
  let best: Redundancy | null = null;
  for (const earlier of nearby) {
    if (!mayShare(earlier)) continue;
    const found = isShareable(earlier.record) ? between(earlier, use, wanted) : null;
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  return best;
}

/** An HTTP/1.1 connection carries one request at a time, for its own origin; one that was never used may not be a session. */
function mayShare({ current, origins, record: { protocol } }: ConnectionUse): boolean {
  return current && origins.size > 0 && protocol !== null && protocol !== 'http/1.1';
}

/** A known cause takes precedence over a possible one. */
function isNearer(a: Redundancy, b: Redundancy): boolean {
  const [one, other] = [a.certainty === 'unknown', b.certainty === 'unknown'];
  return one === other ? REDUNDANCY_CAUSES.indexOf(a.cause) < REDUNDANCY_CAUSES.indexOf(b.cause) : other;
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
  // A preconnect does not look for another host's session (seen in Chromium 156), and later requests use that session.
  if (use.origins.size === 0) return 'RACE';
  // It was ready and nothing known kept them apart, so something that no source reports did.
  return openedAt(use) < usableFrom(earlier) ? 'RACE' : null;
}

/**
 * The requests on connections show their pools only in part: of 6 connections in the corpus that looked like CRED, 2
 * had a different cause.
 */
function poolsAreKnown(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return a.privacyMode !== null && b.privacyMode !== null;
}

/**
 * Whether it accepted new requests then; after a GOAWAY it counts as closed. Null if no source reports when connections
 * close and it was not used again, so it may have been closed by then.
 */
function openThen(earlier: ConnectionUse, later: ConnectionUse): boolean | null {
  const opened = openedAt(later);
  const { closedAt, retiredAt } = earlier.record;
  if (closedAt !== null || retiredAt !== null) {
    return Math.min(closedAt ?? Number.POSITIVE_INFINITY, retiredAt ?? Number.POSITIVE_INFINITY) > opened;
  }
  // A browser's own log reports the end of each connection, so this one was still open.
  if (isLogged(earlier.record)) return true;
  // A response that was still arriving is no evidence: a retired connection completes it.
  return (earlier.lastSentAt ?? opened) > opened ? true : null;
}
