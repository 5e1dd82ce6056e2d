import type { Emphasis } from '../emphasis.ts';
import type { View } from '../layout/geometry.ts';
import { type Lane, rowGeometry } from '../layout/lane.ts';
import type { Tick } from '../layout/ticks.ts';
import { drawSetup } from './bar.ts';
import type { Pen, Style } from './pen.ts';

/** The background colour of a lane. */
export function laneBackground(
  lane: Lane,
  { colours }: Style,
  { hoveredLane, selectedLane }: Pick<Emphasis, 'hoveredLane' | 'selectedLane'>,
): string {
  if (selectedLane === lane.index) return colours.accentSurface;
  if (hoveredLane === lane.index) return colours.rowHover;
  return lane.kind === 'connection' ? colours.surface : colours.surfaceSunken;
}

/** Draws the lane's background and its border, behind the bars. */
export function drawLaneBackground(
  pen: Pen,
  lane: Lane,
  { scale, top }: View,
  style: Style,
  emphasis: Emphasis,
): void {
  const { colours, snap } = style;
  const y = snap(lane.top - top);
  pen.fillStyle = laneBackground(lane, style, emphasis);
  pen.fillRect(0, y, scale.width, lane.height);
  if (lane.index > 0) {
    pen.fillStyle = lane.firstOfAddress ? colours.dividerStrong : colours.divider;
    pen.fillRect(0, y, scale.width, 1);
  }
}

/** Draws vertical lines at the axis's ticks, over the lanes' background and under everything else. */
export function drawGrid(
  pen: Pen,
  ticks: readonly Tick[],
  { scale, height }: View,
  { colours, snap }: Style,
): void {
  for (const { time } of ticks) {
    pen.fillStyle = time === 0 ? colours.divider : colours.gridLine;
    pen.fillRect(snap(scale.x(time)), 0, 1, height);
  }
}

/** Draws how long the connection was open, and its setup. */
export function drawLifetime(pen: Pen, lane: Lane, { scale, top }: View, style: Style): void {
  const { colours, snap } = style;
  const { inset, pitch } = rowGeometry(lane);
  const middle = snap(lane.top - top + inset + pitch / 2);
  if (lane.lifetime !== null) {
    const from = Math.max(scale.x(lane.lifetime.from), -2);
    const to = Math.min(scale.x(lane.lifetime.to), scale.width + 2);
    pen.fillStyle = colours.dividerStrong;
    if (to > from) pen.fillRect(from, middle - 0.5, to - from, 1);
    if (lane.lifetime.closed && to <= scale.width) pen.fillRect(snap(to) - 1, middle - 4, 2, 8);
  }
  drawSetup(pen, lane.setup, middle, scale, style);
}
