import type { Capture, ConnectionId, EpochMs, Millis, RequestId, RequestRecord } from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';
import { type Steps, stepping } from '../model/steps.ts';
import { familyOf } from './browser-family.ts';
import { CandidateFinder, type Candidates } from './candidates.ts';
import type { ConnectionIndex, ConnectionUse } from './connection-index.ts';
import { firstIndex } from './first-index.ts';
import {
  alternativeConfidence,
  FOLLOWED,
  followerWaited,
  openerConfidence,
  preconnectedConfidence,
} from './hidden-confidence.ts';
import { poolsOf } from './pools.ts';
import { type Suspect, suspectsOf } from './suspects.ts';
import { requestsByTarget, targetOf } from './targets.ts';

/** An attempt that nobody reported, concluded from the time a request lost. */
export interface HiddenAttempt {
  /** The connection that carried it, or null when several could have. */
  readonly connection: ConnectionId | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly confidence: number;
  readonly basis: string;
}

/**
 * Finds the 421s that Chromium recovered from by itself. They leave two traces in a HAR or in CDP: the request
 * lost a round trip (`stalled`) before its new connection's DNS and TCP began, and a connection to the same
 * address was open that could have carried it. Requests that came along while that new connection was made
 * got the same 421; they share it without having opened it.
 *
 * Where the origin offers HTTP/3, the misdirected attempt went over a shared QUIC connection, and the second one
 * over TCP, for a retry takes no alternative (RFC 7838 section 6).
 *
 * Not found: a recovered 421 on the origin's own connection (no new one is opened then), and most navigations
 * for which Chromium had preconnected (the lost round trip runs beside the set-up and costs nothing).
 */
export function* hiddenAttempts(
  capture: Capture,
  index: ConnectionIndex,
): Steps<Map<RequestId, HiddenAttempt>> {
  const found = new Map<RequestId, HiddenAttempt>();
  if (familyOf(capture.browser) !== 'chromium') return found;
  const suspects = yield* suspectsOf(capture, index);
  if (suspects.length === 0) return found;
  const finder = new CandidateFinder(index, poolsOf(capture, index));
  const leaders = new Leaders();
  let sameTarget: ReturnType<typeof endsByTarget> | null = null;
  yield* stepping(suspects, (suspect) => {
    const confidence = ownConfidence(suspect);
    if (confidence === 0) return;
    const candidates = finder.for(suspect);
    if (candidates.count === 0) return;
    sameTarget ??= endsByTarget(capture, suspects);
    if (waitedForTheSame(suspect, sameTarget.get(targetOf(suspect.request)) ?? [])) return;
    leaders.add(suspect, confidence);
    found.set(suspect.request.id, hidden(suspect, candidates, confidence));
  });
  yield* addFollowers(found, suspects, leaders, finder);
  return found;
}

function ownConfidence({ role, stall }: Suspect): number {
  if (role === 'opener') return openerConfidence(stall);
  if (role === 'past-alternative') return alternativeConfidence(stall);
  return role === 'first' ? preconnectedConfidence(stall) : 0;
}

/** The requests that are said to have been re-sent, by what follows from them for others. */
class Leaders {
  readonly #ofUse = new Map<ConnectionUse, number>();
  readonly #ofOrigin = new Map<Origin, number>();

  add({ role, use, request: { origin } }: Suspect, confidence: number): void {
    if (role === 'past-alternative' || origin === null) return;
    this.#ofUse.set(use, confidence);
    this.#ofOrigin.set(origin, Math.max(this.#ofOrigin.get(origin) ?? 0, confidence));
  }

  /** How sure it is of the one that this request would have followed; undefined when there was none. */
  of({ role, use, request: { origin } }: Suspect): number | undefined {
    if (origin === null) return undefined;
    // An origin with HTTP/1.1 is misdirected each time that a shared connection is tried first.
    if (role === 'again') return this.#ofOrigin.get(origin);
    return (use.opener ?? use.first)?.origin === origin ? this.#ofUse.get(use) : undefined;
  }
}

function* addFollowers(
  found: Map<RequestId, HiddenAttempt>,
  suspects: readonly Suspect[],
  leaders: Leaders,
  finder: CandidateFinder,
): Steps<void> {
  yield* stepping(suspects, (suspect) => {
    const leader = leaders.of(suspect);
    if (leader === undefined) return;
    const confidence = leader * confidenceGivenLeader(suspect);
    if (confidence === 0) return;
    const candidates = finder.for(suspect);
    if (candidates.count > 0) found.set(suspect.request.id, hidden(suspect, candidates, confidence));
  });
}

function confidenceGivenLeader({ role, stall }: Suspect): number {
  if (role === 'again') return openerConfidence(stall);
  return role === 'follower' && followerWaited(stall) ? FOLLOWED : 0;
}

function hidden(suspect: Suspect, { chosen, count }: Candidates, confidence: number): HiddenAttempt {
  const { start, stall, role } = suspect;
  return {
    connection: chosen,
    startedAt: start,
    // A follower's stall also holds its wait for the new connection: where the first attempt ended is not known.
    endedAt: role === 'follower' ? null : start + stall.time,
    confidence,
    basis: basisOf(suspect, count),
  };
}

function basisOf({ stall, role }: Suspect, candidates: number): string {
  const lost = `${stall.time.toFixed(stall.time < 10 ? 1 : 0)} ms`;
  if (role === 'follower') {
    return `It waited ${lost} beside another request that was re-sent on the same new connection.`;
  }
  if (role === 'again') {
    return `It lost ${lost}, a round trip, although its connection was ready: with HTTP/1.1 there, a shared one is tried first.`;
  }
  if (role === 'past-alternative') {
    return `It lost ${lost}, a round trip, although its connection was ready: where HTTP/3 was offered, a shared connection with it is tried first.`;
  }
  const could = candidates === 1 ? 'a connection' : `${candidates} connections`;
  return `It lost ${lost}, a round trip, before it got a new connection, although ${could} to the same address could have carried it.`;
}

/** HAR times are whole milliseconds. */
const CLOCK_SLACK: Millis = 4;

/** The requests for what the suspects asked for, by target and in order of their end. */
function endsByTarget(
  capture: Capture,
  suspects: readonly Suspect[],
): ReadonlyMap<string, readonly RequestRecord[]> {
  const groups = requestsByTarget(capture, new Set(suspects.map(({ request }) => targetOf(request))));
  return new Map(
    Array.from(groups, ([target, group]) => [target, group.toSorted((a, b) => endOf(a) - endOf(b))]),
  );
}

function endOf({ endedAt }: RequestRecord): EpochMs {
  return endedAt ?? Number.POSITIVE_INFINITY;
}

/**
 * One request for a URL waits while another fetches it for the cache (Chromium's cache lock): that looks like
 * a lost round trip too. It ends when the other one's answer is there.
 */
function waitedForTheSame({ request, start, stall }: Suspect, byEnd: readonly RequestRecord[]): boolean {
  const end = start + stall.time + CLOCK_SLACK;
  for (let i = firstIndex(byEnd.length, (at) => endAt(byEnd, at) > start); endAt(byEnd, i) <= end; i += 1) {
    const other = byEnd[i];
    if (other?.startedAt != null && other.startedAt <= start && other.id !== request.id) return true;
  }
  return false;
}

function endAt(byEnd: readonly RequestRecord[], index: number): EpochMs {
  const request = byEnd[index];
  return request === undefined ? Number.POSITIVE_INFINITY : endOf(request);
}
