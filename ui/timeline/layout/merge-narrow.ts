import type { Origin } from '../../../src/model/origin.ts';
import { type Bar, isMisdirected } from './bar.ts';
import { NARROW, visibleBars } from './geometry.ts';
import type { TimeScale } from './scale.ts';

/** Adjacent bars, too narrow to distinguish, drawn as one. */
export interface Strip {
  readonly x: number;
  readonly width: number;
  readonly bars: readonly Bar[];
  /** The origin that all of them share, null when they do not. */
  readonly origin: Origin | null;
}

/** What is drawn for one sub-row. */
export interface RowMarks {
  readonly bars: readonly Mark[];
  readonly strips: readonly Strip[];
  /** Never part of a strip: each is drawn separately, on top. */
  readonly misdirected: readonly Mark[];
}

/** A bar that is drawn separately. */
export interface Mark {
  readonly bar: Bar;
  /** The next bar in its sub-row, which limits the room for a label. */
  readonly next: Bar | undefined;
}

/** Separates the visible bars of a sub-row into bars wide enough to draw and strips of narrow ones. */
export function marksOf(row: readonly Bar[], scale: TimeScale): RowMarks {
  const bars: Mark[] = [];
  const misdirected: Mark[] = [];
  const strips: Strip[] = [];
  let run: Bar[] = [];
  const flush = (): void => {
    if (run.length > 0) strips.push(stripOf(run, scale));
    run = [];
  };
  const [from, to] = visibleBars(row, scale);
  for (let i = from; i < to; i++) {
    const bar = row[i];
    if (bar === undefined) break;
    if (isMisdirected(bar)) {
      misdirected.push({ bar, next: row[i + 1] });
    } else if ((bar.end - bar.start) * scale.pixelsPerMs >= NARROW || bar.timing === 'none') {
      flush();
      bars.push({ bar, next: row[i + 1] });
    } else {
      const previous = run.at(-1);
      if (previous !== undefined && scale.x(bar.start) - scale.x(previous.end) > NARROW) flush();
      run.push(bar);
    }
  }
  flush();
  return { bars, strips, misdirected };
}

function stripOf(bars: readonly Bar[], scale: TimeScale): Strip {
  const first = bars[0];
  const last = bars.at(-1);
  const x = scale.x(first?.start ?? 0);
  const origin = first?.request.record.origin ?? null;
  const shared = bars.every((bar) => bar.request.record.origin === origin);
  return {
    x,
    width: Math.max(scale.x(last?.end ?? 0) - x, NARROW),
    bars,
    origin: shared ? origin : null,
  };
}
