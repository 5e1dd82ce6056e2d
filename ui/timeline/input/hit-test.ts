import type { Arrow } from '../layout/arrow.ts';
import { arrowPath, distanceTo } from '../layout/arrow-path.ts';
import { type Bar, isMisdirected } from '../layout/bar.ts';
import { barBox, laneAt, visibleBars } from '../layout/geometry.ts';
import { type Lane, rowGeometry } from '../layout/lane.ts';
import type { TimelineLayout } from '../layout/layout.ts';
import { TimeScale } from '../layout/scale.ts';

export interface Hit {
  readonly lane: Lane | null;
  readonly bar: Bar | null;
  /** Null where there is a bar. */
  readonly arrow: Arrow | null;
}

/** How far from an item, in pixels, the pointer still hits it. */
const REACH = 4;

/** The items at a position: `x` in pixels of the scale, `y` from the top of the first lane. */
export function hitTest(layout: TimelineLayout, scale: TimeScale, x: number, y: number): Hit {
  const lane = laneAt(layout, y);
  const bar = lane === null ? null : barAt(lane, scale, x, y);
  return { lane, bar, arrow: bar === null ? arrowAt(layout, scale, x, y) : null };
}

/** The nearest bar within reach; of two at the same position, the misdirected one. */
function barAt(lane: Lane, scale: TimeScale, x: number, y: number): Bar | null {
  const rows = rowGeometry(lane);
  const around = new TimeScale({ from: scale.time(x - 2 * REACH), to: scale.time(x + 2 * REACH) }, 4 * REACH);
  const nearest = { bar: null as Bar | null, distance: REACH };
  const firstRow = Math.max(0, Math.floor((y - lane.top - rows.inset - REACH) / rows.pitch));
  const lastRow = Math.floor((y - lane.top - rows.inset + REACH) / rows.pitch);
  for (const row of lane.rows.slice(firstRow, lastRow + 1)) {
    const untimed = row === lane.untimed;
    const [from, to] = untimed ? [0, row.length] : visibleBars(row, around);
    for (const bar of row.slice(from, to)) {
      const box = barBox(bar, lane, scale, rows);
      const start = Math.min(box.x, scale.x(bar.start));
      const dx = Math.max(start - x, 0, x - box.x - box.width);
      const dy = Math.max(box.y - y, 0, y - box.y - box.height);
      const distance = Math.hypot(dx, dy) - (isMisdirected(bar) ? 1 : 0);
      if (distance < nearest.distance) {
        nearest.bar = bar;
        nearest.distance = distance;
      }
    }
  }
  return nearest.bar;
}

function arrowAt(layout: TimelineLayout, scale: TimeScale, x: number, y: number): Arrow | null {
  let nearest: Arrow | null = null;
  let least = REACH;
  for (const arrow of layout.arrows) {
    const path = arrowPath(arrow, layout, scale);
    if (path === null) continue;
    const { start, end } = path;
    const beside = x < Math.min(start.x, end.x) - REACH || x > Math.max(start.x, end.x) + REACH;
    const apart = y < Math.min(start.y, end.y) - 3 * REACH || y > Math.max(start.y, end.y) + 3 * REACH;
    if (beside || apart) continue;
    const distance = distanceTo(path, { x, y });
    if (distance < least) {
      nearest = arrow;
      least = distance;
    }
  }
  return nearest;
}
