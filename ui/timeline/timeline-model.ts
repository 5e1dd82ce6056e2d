import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RequestId } from '../../src/model/capture.ts';
import type { Selection, TimeRange } from '../selection.ts';
import { emphasisOf } from './emphasis.ts';
import type { Bar } from './layout/bar.ts';
import type { Lane } from './layout/lane.ts';
import type { TimelineLayout } from './layout/layout.ts';
import {
  clampSpan,
  fitSpan,
  panSpan,
  revealSpan,
  type Span,
  sameSpan,
  TimeScale,
  zoomSpan,
} from './layout/scale.ts';
import { ticksOf } from './layout/ticks.ts';

/** From this width on, lane heads have room for whole host names. */
const WIDE = 1000;
/** Below this width lane heads shrink. */
const COMPACT = 700;
const TINY = 440;
/** Pixels kept visible above or below a lane that is scrolled to. */
const SCROLL_MARGIN = 60;

/** The timeline's state and everything derived from it, without the DOM. */
export class TimelineModel {
  readonly layout: Signal<TimelineLayout>;
  readonly matching = signal<ReadonlySet<RequestId> | null>(null);
  readonly selection: Signal<Selection>;
  readonly hover: Signal<Selection>;
  readonly #range: Signal<TimeRange | null>;

  /** The width of the whole timeline, in pixels. */
  readonly width = signal(0);
  /** The width of the scroll bar beside the lanes. */
  readonly barWidth = signal(0);
  readonly viewportHeight = signal(0);
  /** The screen's pixel ratio: a change requires a new drawing. */
  readonly pixelRatio = signal(1);
  readonly scrollTop = signal(0);

  readonly headWidth = computed(() => {
    const width = this.width.value;
    return width >= WIDE ? 284 : width >= COMPACT ? 236 : width >= TINY ? 150 : 122;
  });
  /** There is room for addresses and whole words in the lanes' heads. */
  readonly roomy = computed(() => this.width.value >= COMPACT);
  readonly plotWidth = computed(() =>
    Math.max(1, this.width.value - this.headWidth.value - this.barWidth.value),
  );
  readonly fit: ReadonlySignal<Span> = computed(() => fitSpan(this.layout.value.whole));
  readonly span: ReadonlySignal<Span> = computed(() => {
    const range = this.#range.value;
    const fit = this.fit.value;
    const { zero } = this.layout.value;
    return range === null ? fit : clampSpan({ from: range.from - zero, to: range.to - zero }, fit);
  });
  readonly scale = computed(() => new TimeScale(this.span.value, this.plotWidth.value));
  readonly ticks = computed(() => ticksOf(this.span.value, this.plotWidth.value));
  readonly emphasis = computed(() =>
    emphasisOf(this.layout.value, this.hover.value, this.selection.value, this.matching.value),
  );

  constructor(
    layout: TimelineLayout,
    selection: Signal<Selection>,
    hover: Signal<Selection>,
    range: Signal<TimeRange | null>,
  ) {
    this.layout = signal(layout);
    this.selection = selection;
    this.hover = hover;
    this.#range = range;
  }

  /** Everything is shown, so there is nothing to pan. */
  get fits(): boolean {
    return sameSpan(this.span.value, this.fit.value);
  }

  /** Shows a range of time. A range of everything is stored as null, so that it grows with the capture. */
  show(span: Span): void {
    const { zero } = this.layout.value;
    const all = sameSpan(span, this.fit.value);
    this.#range.value = all ? null : { from: span.from + zero, to: span.to + zero };
  }

  showAll(): void {
    this.#range.value = null;
  }

  /** Zooms around the time at `x` pixels; without it, around the middle. */
  zoom(factor: number, x: number = this.plotWidth.value / 2): void {
    this.show(zoomSpan(this.span.value, factor, this.scale.value.time(x), this.fit.value));
  }

  /** Moves the range by pixels: to later times when positive. */
  pan(pixels: number): void {
    if (!this.fits)
      this.show(panSpan(this.span.value, pixels / this.scale.value.pixelsPerMs, this.fit.value));
  }

  /** Moves the range so that it shows a bar, if it does not. */
  reveal(bar: Bar): void {
    if (bar.timing === 'none') return;
    const span = revealSpan(this.span.value, { from: bar.body, to: bar.end }, this.fit.value);
    if (span !== this.span.value) this.show(span);
  }

  /**
   * The scroll position that shows these lanes, or as many of the last ones as fit; unchanged when they are
   * visible already.
   */
  scrollFor(lanes: readonly Lane[]): number {
    const now = this.scrollTop.value;
    const room = this.viewportHeight.value;
    let top = Number.POSITIVE_INFINITY;
    let bottom = 0;
    for (const lane of lanes.toReversed()) {
      const [from, to] = [Math.min(top, lane.top), Math.max(bottom, lane.top + lane.height)];
      if (bottom > 0 && to - from > room) break;
      [top, bottom] = [from, to];
    }
    if (bottom === 0) return now;
    const around = Math.max(0, Math.min(SCROLL_MARGIN, (room - (bottom - top)) / 2));
    if (top < now) return Math.max(0, top - around);
    if (bottom <= now + room) return now;
    const most = Math.max(0, this.layout.value.height - room);
    return Math.max(Math.min(bottom + around - room, most), now);
  }
}
