import type { Capture, EpochMs, Millis, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { type Stalled, StallTree } from './stall-tree.ts';

/** Longer stalls are ignored: they have other causes. */
const LONGEST: Millis = 250;
/** A connection that became ready less than this before may still have been waited for. */
const SETTLED: Millis = 5;

/** Measures how long requests with a ready connection stalled at a time: then the machine was busy. */
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

  /** The longest such stall within a span of time; 0 when there was none. */
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
  // Over HTTP/1.1 a ready connection can still be busy with another request.
  if (use === undefined || use.record.protocol === 'http/1.1') return null;
  const ready = use.readyAt;
  const at = networkStart(request, final);
  // The stall of a visible 421 holds a lost attempt.
  if (at === null || ready === null || ready >= at - SETTLED || request.status === 421) return null;
  return { at, stalled };
}
