import type { Capture, EpochMs, Millis } from '../model/capture.ts';
import { networkStart } from './attempt-times.ts';
import type { ConnectionIndex } from './connection-index.ts';

/** Longer stalls than this are not looked for: they have causes of their own. */
const LONGEST: Millis = 250;
/** A connection that became ready only this shortly before was perhaps waited for. */
const SETTLED: Millis = 5;

interface Sample {
  readonly at: EpochMs;
  readonly stalled: Millis;
}

/** Tells how long requests with a ready connection stood still at a time: then the machine was busy. */
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

  /** The longest such stall that fell into a span of time, 0 when there was none. */
  during(start: EpochMs, end: EpochMs): Millis {
    let longest = 0;
    for (let i = this.#firstFrom(start - LONGEST); i < this.#samples.length; i += 1) {
      const sample = this.#samples[i];
      if (sample === undefined || sample.at > end) break;
      if (sample.at + sample.stalled >= start) longest = Math.max(longest, sample.stalled);
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
