import type { EpochMs, Millis } from '../../model/capture.ts';
import { monotonicMs, readTiming } from '../cdp/resource-timing.ts';
import { asNumber, type JsonObject } from '../json.ts';

/**
 * A trace's own clock is the machine's monotonic one. What it is in epoch time is told by the answers:
 * `responseTime` is the moment, in epoch milliseconds, that their headers had come.
 */
export class TraceClock {
  #offset: Millis | null = null;

  get known(): boolean {
    return this.#offset !== null;
  }

  /** Learns from a `ResourceReceiveResponse`; one from a cache tells of when it was stored. */
  learn({ fromCache, fromServiceWorker, responseTime, timing }: JsonObject): void {
    const at = asNumber(responseTime);
    if (this.#offset !== null || fromCache !== false || fromServiceWorker !== false || at === null) return;
    const read = readTiming(timing, null);
    if (read !== null && read.headersEnd !== null) this.#offset = at - read.requestTime - read.headersEnd;
  }

  /** Of an event's `ts`, in microseconds. */
  ofTimestamp(micros: unknown): EpochMs | null {
    const ts = asNumber(micros);
    return this.ofMonotonic(ts === null ? null : ts / 1_000);
  }

  /** Of a time in seconds. */
  ofSeconds(seconds: unknown): EpochMs | null {
    return this.ofMonotonic(monotonicMs(seconds));
  }

  ofMonotonic(monotonic: Millis | null): EpochMs | null {
    return monotonic === null || this.#offset === null ? null : monotonic + this.#offset;
  }
}
