import type { Capture, Millis, RequestId, RequestRecord } from '../model/capture.ts';
import { MISDIRECTED } from '../model/misdirected.ts';
import { requestsByTarget, targetOf } from './targets.ts';

/** A page that tries again does so soon; later the same request is more likely a new wish. */
const RESEND_WINDOW: Millis = 10_000;

export interface ResendLinks {
  readonly resentAs: ReadonlyMap<RequestId, RequestId>;
  readonly resendOf: ReadonlyMap<RequestId, RequestId>;
}

/**
 * Pairs each request that the page saw answered 421 with the next one it made for the same method and URL
 * from the same place, started after that answer. Each request is linked to one other at most.
 */
export function linkResends(capture: Capture): ResendLinks {
  const resentAs = new Map<RequestId, RequestId>();
  const resendOf = new Map<RequestId, RequestId>();
  const failed = capture.requests.filter((r) => r.status === MISDIRECTED && r.endedAt !== null);
  if (failed.length === 0) return { resentAs, resendOf };
  const later = requestsByTarget(capture, new Set(failed.map(targetOf)));
  for (const request of failed) {
    const next = later.get(targetOf(request))?.find((r) => !resendOf.has(r.id) && follows(request, r));
    if (next === undefined) continue;
    resentAs.set(request.id, next.id);
    resendOf.set(next.id, request.id);
  }
  return { resentAs, resendOf };
}

function follows(first: RequestRecord, next: RequestRecord): boolean {
  if (first === next || first.endedAt === null || next.startedAt === null) return false;
  const gap = next.startedAt - first.endedAt;
  // Clocks of HAR entries are whole milliseconds: a re-send at once may seem to start a bit too early.
  if (gap < -1 || gap > RESEND_WINDOW) return false;
  return first.initiator === null || next.initiator === null || first.initiator === next.initiator;
}
