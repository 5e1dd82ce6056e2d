import type { EpochMs, Millis } from '../../model/capture.ts';
import { monotonicMs, readTiming } from '../cdp/resource-timing.ts';
import { asNumber, type JsonObject } from '../json.ts';

/**
 * Converts the clock of a trace, which is monotonic, to epoch time. Responses connect the two: `responseTime` is the time
 * in epoch milliseconds when the response headers had arrived.
 */
export class TraceClock {
  #offset: Millis | null = null;

  get known(): boolean {
    return this.#offset !== null;
  }

  /** Learns the offset from a `ResourceReceiveResponse`. A cached response is ignored: it has the time when it was stored. */
  learn({ fromCache, fromServiceWorker, responseTime, timing }: JsonObject): void {
    const at = asNumber(responseTime);
    if (this.#offset !== null || fromCache !== false || fromServiceWorker !== false || at === null) return;
    const read = readTiming(timing, null);
    if (read !== null && read.headersEnd !== null) this.#offset = at - read.requestTime - read.headersEnd;
  }

  /** Converts the `ts` of an event, in microseconds. */
  ofTimestamp(micros: unknown): EpochMs | null {
    const ts = asNumber(micros);
    return this.ofMonotonic(ts === null ? null : ts / 1_000);
  }

  /** Converts a time in seconds. */
  ofSeconds(seconds: unknown): EpochMs | null {
    return this.ofMonotonic(monotonicMs(seconds));
  }

  ofMonotonic(monotonic: Millis | null): EpochMs | null {
    return monotonic === null || this.#offset === null ? null : monotonic + this.#offset;
  }
}
