import { isMisdirected } from './bar.ts';
import type { TimelineLayout } from './layout.ts';
import { clampSpan, type Span, type TimeScale } from './scale.ts';

/** What the overview strip shows of one pixel column. */
export interface Column {
  /** Attempts that were under way at that time. */
  readonly active: number;
  readonly coalesced: number;
  readonly misdirected: boolean;
}

/** Counts what was under way in each column of the strip; linear in attempts and columns. */
export function overviewColumns(layout: TimelineLayout, scale: TimeScale): readonly Column[] {
  const width = Math.max(1, Math.floor(scale.width));
  // Each attempt adds one where it starts and takes it back where it ends; running sums do the rest.
  const active = new Int32Array(width + 1);
  const coalesced = new Int32Array(width + 1);
  const misdirected = new Uint8Array(width + 1);
  const column = (time: number): number => Math.min(width - 1, Math.max(0, Math.floor(scale.x(time))));
  const count = (sums: Int32Array, at: number, by: number): void => {
    sums[at] = (sums[at] ?? 0) + by;
  };
  for (const bar of layout.bars) {
    if (bar.timing === 'none') continue;
    const [from, to] = [column(bar.start), column(bar.end) + 1];
    count(active, from, 1);
    count(active, to, -1);
    if (bar.attempt?.coalesced === true) {
      count(coalesced, from, 1);
      count(coalesced, to, -1);
    }
    if (isMisdirected(bar)) misdirected[column(bar.end)] = 1;
  }
  const columns: Column[] = [];
  let runningActive = 0;
  let runningCoalesced = 0;
  for (let i = 0; i < width; i++) {
    runningActive += active[i] ?? 0;
    runningCoalesced += coalesced[i] ?? 0;
    columns.push({
      active: runningActive,
      coalesced: runningCoalesced,
      misdirected: misdirected[i] === 1,
    });
  }
  return columns;
}

/** What a drag on the overview does: draws a new window, moves the window, or moves one of its edges. */
export type BrushMode = 'draw' | 'move' | 'from' | 'to';

export interface Brush {
  readonly mode: BrushMode;
  /** Where the pointer went down. */
  readonly x: number;
  /** The window at that moment. */
  readonly window: Span;
}

const EDGE = 6;
/** A shorter drag is a click that slipped. */
const LEAST_DRAG = 3;

/** Begins a drag at `x`. While all is shown there is no window to move, and a drag draws one. */
export function brushAt(x: number, window: Span, fit: Span, scale: TimeScale): Brush {
  const from = scale.x(window.from);
  const to = scale.x(window.to);
  const whole = window.from <= fit.from && window.to >= fit.to;
  if (whole) return { mode: 'draw', x, window };
  if (Math.abs(x - from) <= EDGE) return { mode: 'from', x, window };
  if (Math.abs(x - to) <= EDGE) return { mode: 'to', x, window };
  return { mode: x > from && x < to ? 'move' : 'draw', x, window };
}

/** The window after dragging to `x`; null while a drag is too short to mean one. */
export function brushTo(
  { mode, x: downX, window }: Brush,
  x: number,
  fit: Span,
  scale: TimeScale,
): Span | null {
  if (mode === 'draw') {
    if (Math.abs(x - downX) < LEAST_DRAG) return null;
    return clampSpan(between(scale.time(downX), scale.time(x), fit), fit);
  }
  const by = (x - downX) / scale.pixelsPerMs;
  if (mode === 'move') return clampSpan({ from: window.from + by, to: window.to + by }, fit);
  return mode === 'from'
    ? clampSpan(between(window.from + by, window.to, fit), fit)
    : clampSpan(between(window.from, window.to + by, fit), fit);
}

function between(a: number, b: number, fit: Span): Span {
  return { from: Math.max(Math.min(a, b), fit.from), to: Math.min(Math.max(a, b), fit.to) };
}

/** The mouse cursor that says what a drag from here would do. */
export function brushCursor({ mode }: Brush): string {
  return mode === 'move' ? 'grab' : mode === 'draw' ? 'crosshair' : 'ew-resize';
}
