import type { Millis } from '../../../src/model/capture.ts';

/** A range of time in milliseconds since the capture's first request. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

/** The margin on both sides, as a share of the whole. */
const MARGIN = 0.015;
/** 10 µs: a shorter span shows nothing more, and floating-point times must stay distinct. */
const SHORTEST: Millis = 0.01;

/** Maps time to pixels of one view, and back. */
export class TimeScale {
  readonly span: Span;
  readonly width: number;
  readonly pixelsPerMs: number;

  constructor(span: Span, width: number) {
    this.span = span;
    this.width = width;
    this.pixelsPerMs = width / Math.max(span.to - span.from, Number.EPSILON);
  }

  x(time: Millis): number {
    return (time - this.span.from) * this.pixelsPerMs;
  }

  time(x: number): Millis {
    return this.span.from + x / this.pixelsPerMs;
  }
}

/** The span that shows all of `whole`, with a margin. */
export function fitSpan(whole: Span): Span {
  const length = Math.max(whole.to - whole.from, 1);
  return { from: whole.from - length * MARGIN, to: whole.from + length * (1 + MARGIN) };
}

/** Keeps a span within `fit` and not too short. A span as long as `fit` becomes `fit` itself. */
export function clampSpan(span: Span, fit: Span): Span {
  const length = Math.max(span.to - span.from, SHORTEST);
  if (!(length < fit.to - fit.from)) return fit;
  const from = Math.min(Math.max(span.from, fit.from), fit.to - length);
  return { from, to: from + length };
}

/** Zooms by `factor` (below 1 shows less time, larger) so that `anchor` stays where it is. */
export function zoomSpan(span: Span, factor: number, anchor: Millis, fit: Span): Span {
  const length = Math.max((span.to - span.from) * factor, SHORTEST);
  const share = (anchor - span.from) / Math.max(span.to - span.from, Number.EPSILON);
  const from = anchor - share * length;
  return clampSpan({ from, to: from + length }, fit);
}

/** Moves a span in time. */
export function panSpan(span: Span, by: Millis, fit: Span): Span {
  return clampSpan({ from: span.from + by, to: span.to + by }, fit);
}

/** A span of the same length that shows `target`; the same object when it already does. */
export function revealSpan(span: Span, target: Span, fit: Span): Span {
  const length = span.to - span.from;
  if (target.from >= span.from && target.from <= span.to - length * 0.02) return span;
  const from = target.from < span.from ? target.from - length * 0.1 : target.from - length * 0.6;
  return clampSpan({ from, to: from + length }, fit);
}

export function sameSpan(a: Span, b: Span): boolean {
  return a.from === b.from && a.to === b.to;
}
