import { clampSpan, type Span, type TimeScale } from '../layout/scale.ts';

/** The effect of a drag on the overview: draws a new window, moves the window, or moves one of its edges. */
export type BrushMode = 'draw' | 'move' | 'from' | 'to';

export interface Brush {
  readonly mode: BrushMode;
  /** Where the pointer was pressed. */
  readonly x: number;
  /** The window at that moment. */
  readonly window: Span;
}

const EDGE = 6;
/** A shorter drag counts as a click. */
const LEAST_DRAG = 3;

/** Starts a drag at `x`. While everything is shown there is no window to move, and a drag draws one. */
export function brushAt(x: number, window: Span, fit: Span, scale: TimeScale): Brush {
  const from = scale.x(window.from);
  const to = scale.x(window.to);
  const whole = window.from <= fit.from && window.to >= fit.to;
  if (whole) return { mode: 'draw', x, window };
  if (Math.abs(x - from) <= EDGE) return { mode: 'from', x, window };
  if (Math.abs(x - to) <= EDGE) return { mode: 'to', x, window };
  return { mode: x > from && x < to ? 'move' : 'draw', x, window };
}

/** The window after dragging to `x`; null while the drag is too short. */
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

/** The mouse cursor that shows what a drag from here would do. */
export function brushCursor({ mode }: Brush): string {
  return mode === 'move' ? 'grab' : mode === 'draw' ? 'crosshair' : 'ew-resize';
}
