import type { Capture, ConnectionId, EpochMs, Millis, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import { TWO_PROCESSES } from '../clock-slack.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** Chromium opens no more HTTP/1.1 connections to an origin (net/socket/client_socket_pool_manager.cc). */
const MOST_CONNECTIONS = 6;

/** Requests that began within this time of each other are one burst. */
const BURST: Millis = 20;

/** Knows which requests may have waited for one of an origin's HTTP/1.1 connections, which carry one at a time. */
export class Http1Queues {
  readonly #starts = new Map<Origin, EpochMs[]>();
  readonly #ends = new Map<Origin, EpochMs[]>();
  readonly #endsOn = new Map<ConnectionId, EpochMs[]>();

  static *read(capture: Capture, index: ConnectionIndex): Steps<Http1Queues> {
    const queues = new Http1Queues();
    yield* stepping(capture.requests, (request) => queues.#add(request, index));
    queues.#sort();
    return queues;
  }

  /** Whether all connections that Chromium allows were busy, or the one that it got became free just then. */
  mayHaveHeld({ request, use, start, stall }: Suspect): boolean {
    const { origin, endedAt } = request;
    if (origin === null) return false;
    // The request itself is among those that had started.
    const started = upTo(this.#starts.get(origin) ?? [], start) - 1;
    const underWay = started - upTo(this.#ends.get(origin) ?? [], start);
    if (underWay >= MOST_CONNECTIONS) return true;
    const ends = this.#endsOn.get(use.record.id) ?? [];
    const sent = start + stall.time;
    const [from, to] = [Math.max(start, sent - TWO_PROCESSES), sent + TWO_PROCESSES];
    const itself = endedAt !== null && endedAt > from && endedAt <= to ? 1 : 0;
    return upTo(ends, to) - upTo(ends, from) > itself;
  }

  /** Whether no other request for its origin began near it: Chromium holds back some requests of a burst. */
  wasAlone({ request: { origin }, start, stall }: Suspect): boolean {
    const starts = origin === null ? [] : (this.#starts.get(origin) ?? []);
    return upTo(starts, start + stall.time) - upTo(starts, start - BURST) <= 1;
  }

  #add(request: RequestRecord, { byId }: ConnectionIndex): void {
    const final = request.attempts.at(-1);
    const use = final?.connection == null ? undefined : byId.get(final.connection);
    if (final === undefined || use?.record.protocol !== 'http/1.1' || request.origin === null) return;
    const start = networkStart(request, final);
    if (start === null) return;
    append(this.#starts, request.origin, start);
    if (request.endedAt === null) return;
    append(this.#ends, request.origin, request.endedAt);
    append(this.#endsOn, use.record.id, request.endedAt);
  }

  #sort(): void {
    for (const map of [this.#starts, this.#ends, this.#endsOn]) {
      for (const times of map.values()) times.sort((a, b) => a - b);
    }
  }
}

/** How many of the sorted times are not after `time`. */
function upTo(times: readonly EpochMs[], time: EpochMs): number {
  return firstIndex(times.length, (i) => (times[i] ?? Number.POSITIVE_INFINITY) > time);
}
