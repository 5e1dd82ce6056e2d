import type { Capture, RequestId } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { AttemptBasis } from '../attempts/attempt-basis.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { CacheLock } from './cache-lock.ts';
import { CandidateFinder, type Candidates } from './candidates.ts';
import { poolsOf } from './credential-pools.ts';
import {
  AGAIN,
  againWaited,
  alternativeConfidence,
  FOLLOWED,
  followerWaited,
  openerConfidence,
  UNCONTROLLED,
} from './hidden-confidence.ts';
import { Http1Slots } from './http1-slots.ts';
import { InferredOpeners } from './inferred-openers.ts';
import { KnownGoodSharing } from './known-good-sharing.ts';
import { OpenerControl } from './opener-control.ts';
import { RestartedHandshakes } from './restarted-handshakes.ts';
import { type Suspect, suspectsOf } from './suspects.ts';

/**
 * Finds the 421s that Chromium recovered from by itself. They leave two traces in a HAR or in CDP: the request
 * lost a round trip (`stalled`) before its new connection's DNS and TCP began, and a connection to the same
 * address was open that could have carried it. Requests that were made while that new connection was opened
 * got the same 421; they share it without having opened it.
 *
 * Where the origin offers HTTP/3, the misdirected attempt went over a shared QUIC connection, and the second one
 * over TCP, because a retry takes no alternative (RFC 7838 section 6).
 *
 * A stall is only held to be a lost attempt against the control group of the capture (opener-control.ts).
 *
 * Not found: a recovered 421 on the origin's own connection (no new one is opened then), and requests for which
 * Chromium had preconnected (the lost round trip runs in parallel with the setup and costs nothing).
 */
export function* hiddenAttempts(
  capture: Capture,
  index: ConnectionIndex,
): Steps<Map<RequestId, LostAttempt>> {
  const found = new Map<RequestId, LostAttempt>();
  const suspects = yield* suspectsOf(capture, index);
  if (suspects.length === 0) return found;
  const finder = new CandidateFinder(index, yield* poolsOf(capture, index));
  const knownGood = new KnownGoodSharing(index);
  const openers = new InferredOpeners();
  const restarted = new RestartedHandshakes(index);
  const control = yield* OpenerControl.read(capture, index);
  let cacheLock: CacheLock | null = null;
  let slots: Http1Slots | null = null;
  for (const suspect of suspects) {
    yield;
    if (restarted.explains(suspect)) continue;
    const confidence = ownConfidence(suspect, knownGood, control);
    if (confidence === 0) continue;
    const candidates = finder.for(suspect);
    if (candidates.count === 0) continue;
    slots ??= yield* Http1Slots.read(capture, index);
    if (slots.mayHaveHeld(suspect)) continue;
    cacheLock ??= yield* CacheLock.read(capture, suspects);
    if (cacheLock.heldUp(suspect)) continue;
    openers.add(suspect, confidence);
    found.set(suspect.request.id, hidden(suspect, candidates, confidence, index, control));
  }
  for (const suspect of suspects) {
    yield;
    const confidence = confidenceByOpener(suspect, openers);
    if (confidence === 0) continue;
    const candidates = finder.for(suspect);
    if (candidates.count > 0)
      found.set(suspect.request.id, hidden(suspect, candidates, confidence, index, control));
  }
  return found;
}

function ownConfidence(suspect: Suspect, knownGood: KnownGoodSharing, control: OpenerControl): number {
  const { role, start, stall } = suspect;
  if (role === 'past-alternative') return alternativeConfidence(stall);
  // Where a shared connection serves the origin well, another one of the same server does too.
  if (role !== 'opener' || knownGood.has(suspect) || control.explains(start, stall.time)) return 0;
  const confidence = openerConfidence(stall);
  return control.summary === null ? Math.min(confidence, UNCONTROLLED) : confidence;
}

/** The confidence that follows from the lost attempt of the request that opened the connection. */
function confidenceByOpener(suspect: Suspect, openers: InferredOpeners): number {
  const { role, stall } = suspect;
  if (role === 'follower') return followerWaited(stall) ? FOLLOWED * openers.of(suspect) : 0;
  return role === 'again' && againWaited(stall) ? AGAIN * openers.of(suspect) : 0;
}

function hidden(
  suspect: Suspect,
  { chosen, count }: Candidates,
  confidence: number,
  index: ConnectionIndex,
  control: OpenerControl,
): LostAttempt {
  const { request, start, stall, role } = suspect;
  const { coalesced } = coalescingOf(request.origin, index.byId.get(chosen ?? ''));
  return {
    connection: chosen,
    startedAt: start,
    // A follower's stall also holds its wait for the new connection: where the first attempt ended is not known.
    endedAt: role === 'follower' ? null : start + stall.time,
    // Had it been on the origin's own connection, Chromium would not have opened another.
    coalesced: coalesced ?? true,
    coalescedCertainty: 'inferred',
    certainty: 'inferred',
    confidence,
    misdirected: true,
    resentAt: null,
    basis: basisOf(suspect, count, control),
  };
}

function basisOf(
  { stall: { time: stalledMs }, role }: Suspect,
  candidates: number,
  control: OpenerControl,
): AttemptBasis {
  switch (role) {
    case 'follower':
      return { code: 'stalled-follower', stalledMs };
    case 'again':
      return { code: 'stalled-before-http1', stalledMs };
    case 'past-alternative':
      return { code: 'stalled-past-alternative', stalledMs };
    case 'opener':
      return { code: 'stalled-opener', stalledMs, candidates, control: control.summary };
  }
}
