import type { Capture, ConnectionId, EpochMs } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import { TWO_PROCESSES } from '../clock-slack.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** Chromium opens no more HTTP/1.1 connections to an origin (net/socket/client_socket_pool_manager.cc). */
const MOST_CONNECTIONS = 6;

/** What happened on an origin's HTTP/1.1 connections, each list in order of time. */
interface Traffic {
  readonly starts: EpochMs[];
  readonly ends: EpochMs[];
  /** When the last response of each connection ended: it may have been closed then. */
  readonly lastEnds: EpochMs[];
}

/** Knows which requests may have waited until one of an origin's six HTTP/1.1 connections was closed. */
export class Http1Slots {
  readonly #byOrigin = new Map<Origin, Traffic>();

  static *read(capture: Capture, index: ConnectionIndex): Steps<Http1Slots> {
    const slots = new Http1Slots();
    const lastEnds = new Map<ConnectionId, { readonly origin: Origin; readonly endedAt: EpochMs }>();
    yield* stepping(capture.requests, (request) => {
      const { origin, endedAt } = request;
      const final = request.attempts.at(-1);
      const use = final?.connection == null ? undefined : index.byId.get(final.connection);
      if (final === undefined || use?.record.protocol !== 'http/1.1' || origin === null) return;
      const start = networkStart(request, final);
      if (start === null) return;
      const { starts, ends } = slots.#trafficOf(origin);
      starts.push(start);
      if (endedAt === null) return;
      ends.push(endedAt);
      if (endedAt > (lastEnds.get(use.record.id)?.endedAt ?? 0))
        lastEnds.set(use.record.id, { origin, endedAt });
    });
    for (const { origin, endedAt } of lastEnds.values()) slots.#trafficOf(origin).lastEnds.push(endedAt);
    for (const { starts, ends, lastEnds } of slots.#byOrigin.values()) {
      for (const times of [starts, ends, lastEnds]) times.sort((a, b) => a - b);
    }
    return slots;
  }

  /** Whether all connections that Chromium allows were busy, and one of them ended just before the request was sent. */
  mayHaveHeld({ request: { origin }, start, stall }: Suspect): boolean {
    const traffic = origin === null ? undefined : this.#byOrigin.get(origin);
    if (traffic === undefined) return false;
    // The request itself is among those that had started.
    const underWay = upTo(traffic.starts, start) - 1 - upTo(traffic.ends, start);
    if (underWay < MOST_CONNECTIONS) return false;
    const sent = start + stall.time;
    const from = Math.max(start, sent - TWO_PROCESSES);
    return upTo(traffic.lastEnds, sent + TWO_PROCESSES) > upTo(traffic.lastEnds, from);
  }

  #trafficOf(origin: Origin): Traffic {
    const traffic = this.#byOrigin.get(origin) ?? { starts: [], ends: [], lastEnds: [] };
    this.#byOrigin.set(origin, traffic);
    return traffic;
  }
}

/** How many of the sorted times are not after `time`. */
function upTo(times: readonly EpochMs[], time: EpochMs): number {
  return firstIndex(times.length, (i) => (times[i] ?? Number.POSITIVE_INFINITY) > time);
}
