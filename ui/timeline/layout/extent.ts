import type { Analysis } from '../../../src/analysis/analysis.ts';
import type { EpochMs } from '../../../src/model/capture.ts';
import { finite } from './placement.ts';

/** The time a capture covers. */
export interface Extent {
  /** The first request's start: zero of the time axis. */
  readonly zero: EpochMs;
  /** The same as `zero`, unless no request has a time. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Finds the first and the last time to show. The axis begins with the first request: an older connection (kept
 * across a reload or a clear) must not stretch it. Without any time at all, both are 0.
 */
export function extentOf(analysis: Analysis): Extent {
  const times = new Range();
  let zero = Number.POSITIVE_INFINITY;
  for (const { record, attempts } of analysis.requests.values()) {
    times.add(record.startedAt);
    times.add(record.endedAt);
    zero = Math.min(zero, finite(record.startedAt) ?? zero);
    for (const { startedAt, endedAt } of attempts) {
      times.add(startedAt);
      times.add(endedAt);
      zero = Math.min(zero, finite(startedAt) ?? zero);
    }
  }
  // Not `closedAt`: a connection that outlives its requests must not stretch the axis.
  for (const { firstAt, record } of analysis.connections.values()) {
    times.add(firstAt);
    times.add(record.openedAt);
  }
  if (!times.known) return { zero: 0, from: 0, to: 0 };
  const first = Number.isFinite(zero) ? zero : times.from;
  return { zero: first, from: first, to: Math.max(first, times.to) };
}

class Range {
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;

  get known(): boolean {
    return this.from <= this.to;
  }

  add(time: EpochMs | null): void {
    const known = finite(time);
    if (known === null) return;
    if (known < this.from) this.from = known;
    if (known > this.to) this.to = known;
  }
}
