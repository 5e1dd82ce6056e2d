import type { Capture, EpochMs, RequestId, RequestRecord } from '../../model/capture.ts';
import { SOURCE_TRAITS } from '../../model/evidence-sources.ts';
import { hasHeader } from '../../model/header-fields.ts';
import { isVisible421 } from '../../model/misdirected.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { BrowserFamily } from '../browsers/browser-family.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { networkStart } from './attempt-times.ts';
import type { LostAttempt } from './lost-attempt.ts';
import { reachedNetwork } from './reported-attempts.ts';

/**
 * Where the attempt before a visible 421 was sent: on the connection of the visible one, which was `ready` before or
 * was `opened` by that first attempt; on a connection that was `shared` with another origin; or unknown.
 */
export type FirstPlace = 'ready' | 'opened' | 'shared' | 'unknown';

/**
 * The first attempts of requests for which the page saw a 421, in browsers that send a misdirected request again. A
 * 421 that the page can see is then the second one: Chromium and Firefox re-send once, by themselves, whatever the
 * method (measured: 78 of 78 visible ones in Chromium; Fetch standard, HTTP-network-or-cache fetch). So the first
 * attempt follows, although no source reported it.
 */
export function* attemptsBeforeVisible421s(
  capture: Capture,
  index: ConnectionIndex,
  family: BrowserFamily,
  placeOf: (request: RequestRecord, startedAt: EpochMs | null) => FirstPlace,
): Steps<Map<RequestId, LostAttempt>> {
  const found = new Map<RequestId, LostAttempt>();
  yield* stepping(capture.requests, (request) => {
    if (!isVisible421(request) || request.attemptsComplete) return;
    if (!reachedNetwork(request) || isStreamed(request)) return;
    const final = request.attempts.at(-1);
    const startedAt = final === undefined ? request.startedAt : networkStart(request, final);
    found.set(request.id, firstAttempt(request, startedAt, placeOf(request, startedAt), index, family));
  });
  return found;
}

function firstAttempt(
  request: RequestRecord,
  startedAt: EpochMs | null,
  place: FirstPlace,
  index: ConnectionIndex,
  family: BrowserFamily,
): LostAttempt {
  const final = request.attempts.at(-1);
  // The lost attempt is in the stall. Where a setup that no source timed is in it too, its end is not known.
  const stalled = final?.phases?.stalled ?? null;
  const timed = startedAt !== null && stalled !== null && (place === 'ready' || final?.reused === false);
  const connection = place === 'ready' || place === 'opened' ? (final?.connection ?? null) : null;
  const known = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  const { coalesced, certainty } = place === 'shared' ? SHARED : known;
  return {
    connection,
    startedAt: place === 'opened' ? null : startedAt,
    endedAt: timed ? startedAt + stalled : null,
    coalesced,
    coalescedCertainty: certainty,
    certainty: 'derived',
    confidence: 1,
    misdirected: true,
    resentAt: null,
    basis: { code: 'visible-421', family },
  };
}

const SHARED = { coalesced: true, certainty: 'derived' } as const;

/**
 * A body that is a stream can be sent only once (Fetch standard; measured in Chromium 156): its 421 is the first. Such
 * a request has no Content-Length, which shows only where a source reports all of its headers.
 */
function isStreamed({ method, requestHeaders, sources }: RequestRecord): boolean {
  if (!/^(?:POST|PUT)$/i.test(method) || requestHeaders === null) return false;
  if (!sources.some((source) => SOURCE_TRAITS[source].requestHeaders === 'all')) return false;
  return !hasHeader(requestHeaders, 'content-length');
}
