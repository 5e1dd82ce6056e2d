import type { Capture, Millis, RequestId, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { ROUNDED_TIMES } from '../clock-slack.ts';
import { requestsByTarget, targetOf } from './request-targets.ts';

/** A page that tries again does so soon. Later the same request is more likely a new one. */
const RESEND_WINDOW: Millis = 10_000;

export interface ResendLinks {
  readonly resentAs: ReadonlyMap<RequestId, RequestId>;
  readonly resendOf: ReadonlyMap<RequestId, RequestId>;
}

/**
 * Pairs each request that the page saw answered 421 with the next one it made for the same method and URL
 * from the same initiator, started after that response. Each request is linked to one other at most.
 */
export function* linkResends(capture: Capture): Steps<ResendLinks> {
  const resentAs = new Map<RequestId, RequestId>();
  const resendOf = new Map<RequestId, RequestId>();
  const failed: RequestRecord[] = [];
  yield* stepping(capture.requests, (request) => {
    if (request.status === MISDIRECTED && request.endedAt !== null) failed.push(request);
  });
  if (failed.length === 0) return { resentAs, resendOf };
  const groups = yield* requestsByTarget(capture, new Set(failed.map(targetOf)));
  const queues = new Map(Array.from(groups, ([target, group]) => [target, new Queue(group)]));
  yield* stepping(failed, (request) => {
    const next = queues.get(targetOf(request))?.take(request);
    if (next === undefined) return;
    resentAs.set(request.id, next.id);
    resendOf.set(next.id, request.id);
  });
  return { resentAs, resendOf };
}

/** Requests for one target in order of start. Each is taken once, so a loop of retries takes linear time too. */
class Queue {
  readonly #requests: readonly RequestRecord[];
  /** For each request the next one that may be free, itself included. */
  readonly #free: Uint32Array;

  constructor(requests: readonly RequestRecord[]) {
    this.#requests = requests;
    this.#free = Uint32Array.from({ length: requests.length + 1 }, (_, i) => i);
  }

  /** The first that follows `failed`; it is not returned again. */
  take(failed: RequestRecord): RequestRecord | undefined {
    const earliest = (failed.endedAt ?? 0) - ROUNDED_TIMES;
    let at = firstIndex(this.#requests.length, (i) => (this.#requests[i]?.startedAt ?? 0) >= earliest);
    for (at = this.#freeFrom(at); ; at = this.#freeFrom(at + 1)) {
      const next = this.#requests[at];
      if (next === undefined || (next.startedAt ?? 0) > earliest + ROUNDED_TIMES + RESEND_WINDOW)
        return undefined;
      if (!follows(failed, next)) continue;
      this.#free[at] = at + 1;
      return next;
    }
  }

  /** Halves paths on the way (union-find), so that many taken requests in a row are skipped in almost constant time. */
  #freeFrom(start: number): number {
    let at = start;
    for (;;) {
      const next = this.#free[at] ?? at;
      if (next === at) return at;
      const afterwards = this.#free[next] ?? next;
      this.#free[at] = afterwards;
      at = afterwards;
    }
  }
}

function follows(first: RequestRecord, next: RequestRecord): boolean {
  if (first === next || first.endedAt === null || next.startedAt === null) return false;
  const gap = next.startedAt - first.endedAt;
  if (gap < -ROUNDED_TIMES || gap > RESEND_WINDOW) return false;
  return first.initiator === null || next.initiator === null || first.initiator === next.initiator;
}
