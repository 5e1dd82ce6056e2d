import type { Arrow } from './arrow.ts';
import { barBox } from './geometry.ts';
import type { TimelineLayout } from './layout.ts';
import type { TimeScale } from './scale.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic curve, in pixels of the whole height. Its y is monotonic unless both ends are in one row. */
export interface ArrowPath {
  readonly start: Point;
  readonly bend1: Point;
  readonly bend2: Point;
  readonly end: Point;
  /** 1 when it arrives from above, -1 from below. */
  readonly downwards: 1 | -1;
}

/** Room for the head, so that its tip touches the bar. */
const INSET = 4;
const LOOP = 14;

/** The path of an arrow: from the end of the misdirected attempt to the start of the re-sent one. */
export function arrowPath(arrow: Arrow, layout: TimelineLayout, scale: TimeScale): ArrowPath | null {
  const fromLane = layout.lanes[arrow.from.lane];
  const toLane = layout.lanes[arrow.to.lane];
  if (fromLane === undefined || toLane === undefined) return null;
  const from = barBox(arrow.from, fromLane, scale);
  const to = barBox(arrow.to, toLane, scale);
  const x1 = from.x + from.width - INSET;
  const x2 = arrow.to.timing === 'none' ? to.x + 1 : Math.min(scale.x(arrow.landing) + 2, to.x + to.width);

  const sameRow = Math.abs(from.y - to.y) < 1;
  if (sameRow) {
    const y = Math.min(from.y, to.y);
    return {
      start: { x: x1, y },
      bend1: { x: x1 + 2, y: y - LOOP },
      bend2: { x: x2 - 2, y: y - LOOP },
      end: { x: x2, y },
      downwards: 1,
    };
  }
  const downwards = to.y > from.y ? 1 : -1;
  const y1 = downwards === 1 ? from.y + from.height : from.y;
  const middle = to.y + to.height / 2;
  const waits = arrow.landing < arrow.to.body;
  // It ends on the thin waiting line if there is one, else on the bar's edge.
  const y2 = waits ? middle - downwards * 3 : downwards === 1 ? to.y : to.y + to.height;
  const half = (y2 - y1) / 2;
  return {
    start: { x: x1, y: y1 },
    bend1: { x: x1, y: y1 + half },
    bend2: { x: x2, y: y2 - half },
    end: { x: x2, y: y2 },
    downwards,
  };
}

/** The point of a curve at `t` from 0 to 1. */
export function pointAt({ start, bend1, bend2, end }: ArrowPath, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: a * start.x + b * bend1.x + c * bend2.x + d * end.x,
    y: a * start.y + b * bend1.y + c * bend2.y + d * end.y,
  };
}

/** Where a curve crosses a horizontal line, or null when it does not. */
export function crossing(path: ArrowPath, y: number): Point | null {
  const { start, end } = path;
  if ((start.y - y) * (end.y - y) >= 0) return null;
  let low = 0;
  let high = 1;
  // The curve's y is monotonic, so bisection finds the point: 20 steps are finer than a pixel.
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if ((pointAt(path, middle).y - y) * (start.y - y) > 0) low = middle;
    else high = middle;
  }
  return pointAt(path, low);
}

/** The distance from a point to a curve, exact enough for a pointer. */
export function distanceTo(path: ArrowPath, point: Point): number {
  const steps = 24;
  let least = Number.POSITIVE_INFINITY;
  let before = path.start;
  for (let i = 1; i <= steps; i++) {
    const after = pointAt(path, i / steps);
    least = Math.min(least, distanceToSegment(point, before, after));
    before = after;
  }
  return least;
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
