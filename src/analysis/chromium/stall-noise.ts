import type { Capture, EpochMs, Millis, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { networkStart } from '../attempt-times.ts';
import type { ConnectionIndex } from '../connection-index.ts';
import { type Stalled, StallTree } from './stall-tree.ts';

/** Longer stalls than this are not looked for: they have causes of their own. */
const LONGEST: Millis = 250;
/** A connection that became ready only this shortly before was perhaps waited for. */
const SETTLED: Millis = 5;

/** Tells how long requests with a ready connection stood still at a time: then the machine was busy. */
export class StallNoise {
  readonly #samples: readonly Stalled[];
  readonly #tree: StallTree;

  private constructor(samples: Stalled[]) {
    this.#samples = samples.sort((a, b) => a.at - b.at);
    this.#tree = new StallTree(this.#samples);
  }

  static *read(capture: Capture, index: ConnectionIndex): Steps<StallNoise> {
    const samples: Stalled[] = [];
    yield* stepping(capture.requests, (request) => {
      const sample = sampleOf(request, index);
      if (sample !== null) samples.push(sample);
    });
    return new StallNoise(samples);
  }

  /** The longest such stall that fell into a span of time, 0 when there was none. */
  during(start: EpochMs, end: EpochMs): Millis {
    const { length } = this.#samples;
    const from = firstIndex(length, (i) => this.#at(i) >= start - LONGEST);
    const to = firstIndex(length, (i) => this.#at(i) > end);
    return this.#tree.longest(from, to, start);
  }

  #at(index: number): EpochMs {
    return this.#samples[index]?.at ?? Number.POSITIVE_INFINITY;
  }
}

function sampleOf(request: RequestRecord, index: ConnectionIndex): Stalled | null {
  const final = request.attempts.at(-1);
  const stalled = final?.phases?.stalled ?? null;
  if (final === undefined || stalled === null || final.reused !== true || final.connection === null)
    return null;
  const use = index.byId.get(final.connection);
  // Over HTTP/1.1 a ready connection can be one that others have to be done with first.
  if (use === undefined || use.record.protocol === 'http/1.1') return null;
  const ready = use.readyAt;
  const at = networkStart(request, final);
  // Not a visible 421: its stall holds a lost attempt of its own.
  if (at === null || ready === null || ready >= at - SETTLED || request.status === 421) return null;
  return { at, stalled };
}
