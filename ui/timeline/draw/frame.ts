import { type Emphasis, strengthOf } from '../emphasis.ts';
import type { Bar } from '../layout/bar.ts';
import { type Box, barBox, type View, visibleLanes } from '../layout/geometry.ts';
import { type Lane, type RowGeometry, rowGeometry } from '../layout/lane.ts';
import type { TimelineLayout } from '../layout/layout.ts';
import { marksOf, type Strip } from '../layout/merge-narrow.ts';
import type { Tick } from '../layout/ticks.ts';
import { drawArrows } from './arrow.ts';
import { drawBar, drawWaiting } from './bar.ts';
import { drawLabel } from './label.ts';
import { drawGrid, drawLaneBackground, drawLifetime, laneBackground } from './lane.ts';
import { drawMisdirected } from './misdirected.ts';
import type { Pen, Style } from './pen.ts';

export interface Frame {
  readonly layout: TimelineLayout;
  /** The part that is drawn. */
  readonly view: View;
  /** The part of its height that is visible: the rest is drawn ahead of scrolling. */
  readonly seen: Pick<View, 'top' | 'height'>;
  readonly ticks: readonly Tick[];
  readonly style: Style;
  readonly emphasis: Emphasis;
}

/** Draws everything in a view. The cost depends on the lanes and the time in the view only. */
export function drawFrame(pen: Pen, frame: Frame): void {
  const { layout, view, style, ticks, emphasis } = frame;
  const [first, end] = visibleLanes(layout, view.top, view.height);
  const lanes = layout.lanes.slice(first, end);
  pen.fillStyle = style.colours.surface;
  pen.fillRect(0, 0, view.scale.width, view.height);
  for (const lane of lanes) drawLaneBackground(pen, lane, view, style, emphasis);
  drawGrid(pen, ticks, view, style);
  for (const lane of lanes) drawLifetime(pen, lane, view, style);
  const misdirected = lanes.flatMap((lane) => drawLane(pen, lane, frame));
  drawArrows(pen, frame);
  // On top of strips, bars and arrows: no misdirected attempt may be covered.
  for (const { bar, box, roomAfter } of misdirected) {
    drawMisdirected(pen, bar, box, style, strengthOf(bar, emphasis), roomAfter);
  }
  if (emphasis.hovered !== null) ring(pen, emphasis.hovered, frame, style.colours.text, 1);
  for (const bar of emphasis.selected) ring(pen, bar, frame, style.colours.focusRing, 2);
}

interface Pending {
  readonly bar: Bar;
  readonly box: Box;
  readonly roomAfter: number;
}

/** Draws a lane's bars and strips; returns the misdirected ones to draw later. */
function drawLane(pen: Pen, lane: Lane, frame: Frame): Pending[] {
  const { view, style, emphasis } = frame;
  const geometry = rowGeometry(lane);
  const pending: Pending[] = [];
  lane.rows.forEach((row, index) => {
    const { bars, strips, misdirected } = marksOf(row, view.scale);
    for (const strip of strips) drawStrip(pen, strip, lane, index, geometry, frame);
    const background = laneBackground(lane, style, emphasis);
    for (const { bar, next } of bars) {
      const box = boxIn(bar, lane, geometry, view);
      const strength = strengthOf(bar, emphasis);
      drawWaiting(pen, bar, box, view.scale, style, strength);
      drawBar(pen, bar, clip(box, view), style, strength);
      // Dimmed bars have no label: faint text would be unreadable.
      if (strength === 1) drawLabel(pen, bar, clip(box, view), style, roomUntil(next, box, view), background);
    }
    for (const { bar, next } of misdirected) {
      const box = boxIn(bar, lane, geometry, view);
      drawWaiting(pen, bar, box, view.scale, style, strengthOf(bar, emphasis));
      pending.push({ bar, box: clip(box, view), roomAfter: roomUntil(next, box, view) });
    }
  });
  return pending;
}

function boxIn(bar: Bar, lane: Lane, geometry: RowGeometry, { scale, top }: View): Box {
  const box = barBox(bar, lane, scale, geometry);
  return { ...box, y: box.y - top };
}

/** A bar can be millions of pixels wide at a high zoom, which canvases draw badly. */
function clip(box: Box, { scale }: View): Box {
  const x = Math.max(box.x, -50);
  return { ...box, x, width: Math.max(Math.min(box.x + box.width, scale.width + 50) - x, 1) };
}

/** Pixels between a bar and the next one of its row. */
function roomUntil(next: Bar | undefined, box: Box, { scale }: View): number {
  return (next === undefined ? scale.width : scale.x(next.start)) - box.x - box.width;
}

function drawStrip(
  pen: Pen,
  strip: Strip,
  lane: Lane,
  row: number,
  { inset, pitch, bar }: RowGeometry,
  { view, style, emphasis }: Frame,
): void {
  const { colours, originColour, snap } = style;
  const y = snap(lane.top - view.top + inset + row * pitch + (pitch - bar) / 2);
  const x = snap(strip.x);
  pen.globalAlpha = strip.bars.reduce((most, each) => Math.max(most, strengthOf(each, emphasis)), 0);
  pen.fillStyle = strip.origin === null ? colours.barMerged : originColour(strip.origin);
  pen.fillRect(x, y, Math.max(snap(strip.x + strip.width) - x, 1), Math.max(snap(bar), 1));
  pen.globalAlpha = 1;
}

/** A ring around a bar, also around one that is merged into a strip. */
function ring(pen: Pen, bar: Bar, { layout, view, style }: Frame, colour: string, width: number): void {
  const lane = layout.lanes[bar.lane];
  if (lane === undefined) return;
  const box = clip(boxIn(bar, lane, rowGeometry(lane), view), view);
  const gap = width / 2 + 0.5;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  const x = style.snap(box.x) - gap;
  const y = style.snap(box.y) - gap;
  pen.strokeRect(x, y, style.snap(box.x + box.width) - x + gap, style.snap(box.y + box.height) - y + gap);
}
