import { firstIndexIn } from '../../../src/model/first-index.ts';
import { type Bar, isMisdirected } from './bar.ts';
import { type Lane, type RowGeometry, rowGeometry } from './lane.ts';
import type { TimelineLayout } from './layout.ts';
import type { TimeScale } from './scale.ts';

/** Below this many pixels bars merge into strips. */
export const NARROW = 2;
/** A misdirected attempt is never narrower than this: users look for it. */
const MISDIRECTED_WIDTH = 9;
const UNTIMED_WIDTH = 3;
const UNTIMED_PITCH = 5;
/** Farther from the lane's start, attempts without times would look like attempts with a time. */
const UNTIMED_REACH = 120;

/** The visible part of the layout: a range of time, and of the lanes' height. */
export interface View {
  readonly scale: TimeScale;
  /** Pixels from the top of the first lane to the top of the canvas. */
  readonly top: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A bar's position, in pixels from the start of the view's time and from the top of the first lane. */
export function barBox(bar: Bar, lane: Lane, scale: TimeScale, rows: RowGeometry = rowGeometry(lane)): Box {
  const y = lane.top + rows.inset + bar.row * rows.pitch + (rows.pitch - rows.bar) / 2;
  if (bar.timing === 'none') {
    const pitch = Math.min(UNTIMED_PITCH, UNTIMED_REACH / Math.max(lane.untimed.length, 1));
    return { x: scale.x(bar.start) + bar.beside * pitch, y, width: UNTIMED_WIDTH, height: rows.bar };
  }
  const least = isMisdirected(bar) ? MISDIRECTED_WIDTH : NARROW;
  const x = scale.x(bar.body);
  return { x, y, width: Math.max(scale.x(bar.end) - x, least), height: rows.bar };
}

/** The lanes in a view, as a range of indexes. */
export function visibleLanes(
  layout: TimelineLayout,
  top: number,
  height: number,
): [from: number, to: number] {
  const { lanes } = layout;
  return [
    firstIndexIn(lanes, (lane) => lane.top + lane.height > top),
    firstIndexIn(lanes, (lane) => lane.top >= top + height),
  ];
}

/** The bars of one sub-row in a scale's range, as a range of indexes, with some slack for minimum widths. */
export function visibleBars(row: readonly Bar[], scale: TimeScale): [from: number, to: number] {
  const slack = MISDIRECTED_WIDTH / scale.pixelsPerMs;
  const { from, to } = scale.span;
  return [
    firstIndexIn(row, (bar) => bar.end + slack >= from),
    firstIndexIn(row, (bar) => bar.start - slack > to),
  ];
}

/** The lane at a height, or null below the last. */
export function laneAt(layout: TimelineLayout, y: number): Lane | null {
  if (y < 0) return null;
  return layout.lanes[firstIndexIn(layout.lanes, (lane) => lane.top + lane.height > y)] ?? null;
}
