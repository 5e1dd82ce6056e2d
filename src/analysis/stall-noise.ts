import type { Capture, EpochMs, Millis } from '../model/capture.ts';
import { networkStart } from './attempt-times.ts';
import type { ConnectionIndex } from './connection-index.ts';

/** Others count that reached the network stack this long before or after. */
const WINDOW: Millis = 15;
/** A connection that became ready only this shortly before was perhaps waited for. */
const SETTLED: Millis = 5;

interface Sample {
  readonly at: EpochMs;
  readonly stalled: Millis;
}

/** Tells how long requests with a ready connection stood still around a moment: then the machine was busy. */
export class StallNoise {
  readonly #samples: readonly Sample[];

  constructor(capture: Capture, index: ConnectionIndex) {
    const samples: Sample[] = [];
    for (const request of capture.requests) {
      const final = request.attempts.at(-1);
      const stalled = final?.phases?.stalled ?? null;
      if (final === undefined || stalled === null || final.reused !== true || final.connection === null)
        continue;
      const ready = index.byId.get(final.connection)?.readyAt ?? null;
      const at = networkStart(request, final);
      // Not a visible 421: its stall holds a lost attempt of its own.
      if (at === null || ready === null || ready >= at - SETTLED || request.status === 421) continue;
      samples.push({ at, stalled });
    }
    this.#samples = samples.sort((a, b) => a.at - b.at);
  }

  /** The longest such stall around a moment, 0 when there was none. */
  around(moment: EpochMs): Millis {
    let longest = 0;
    for (let i = this.#firstFrom(moment - WINDOW); i < this.#samples.length; i += 1) {
      const sample = this.#samples[i];
      if (sample === undefined || sample.at > moment + WINDOW) break;
      longest = Math.max(longest, sample.stalled);
    }
    return longest;
  }

  #firstFrom(moment: EpochMs): number {
    let low = 0;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#samples[middle]?.at ?? moment) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
