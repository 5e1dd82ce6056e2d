import { type Emphasis, FAINT } from '../emphasis.ts';
import type { Arrow } from '../layout/arrow.ts';
import { type ArrowPath, arrowPath, crossing, type Point } from '../layout/arrow-path.ts';
import type { View } from '../layout/geometry.ts';
import type { TimelineLayout } from '../layout/layout.ts';
import { INFERRED_DASH, NO_DASH, type Pen, type Style } from './pen.ts';

export interface ArrowFrame {
  readonly layout: TimelineLayout;
  readonly view: View;
  readonly seen: Pick<View, 'top' | 'height'>;
  readonly style: Style;
  readonly emphasis: Emphasis;
}

const PAGE_DOTS: readonly number[] = [1.5, 3];
const HEAD = 5;
/** More arrows than this would hide the bars, so they are drawn fainter. */
const MANY_ARROWS = 60;

/** Draws the arrows in the view; the lit ones last and strongest. */
export function drawArrows(pen: Pen, frame: ArrowFrame): void {
  const { layout, view, emphasis } = frame;
  const shown = layout.arrows.flatMap((arrow) => {
    const path = arrowPath(arrow, layout, view.scale);
    return path !== null && touches(path, view) ? [{ arrow, path }] : [];
  });
  const rest = emphasis.lit !== null ? FAINT * 0.6 : shown.length > MANY_ARROWS ? 0.45 : 0.85;
  for (const { arrow, path } of shown) {
    if (!emphasis.litArrows.has(arrow)) drawArrow(pen, arrow, path, frame, { strength: rest, width: 1.25 });
  }
  for (const { arrow, path } of shown) {
    if (emphasis.litArrows.has(arrow)) drawArrow(pen, arrow, path, frame, { strength: 1, width: 2 });
  }
}

function touches({ start, end }: ArrowPath, { scale, top, height }: View): boolean {
  return (
    Math.max(start.x, end.x) >= 0 &&
    Math.min(start.x, end.x) <= scale.width &&
    Math.max(start.y, end.y) >= top &&
    Math.min(start.y, end.y) <= top + height + 20
  );
}

function drawArrow(
  pen: Pen,
  arrow: Arrow,
  path: ArrowPath,
  { view: { top }, seen, style: { colours } }: ArrowFrame,
  { strength, width }: { readonly strength: number; readonly width: number },
): void {
  const colour = arrow.kind === 'misdirected' ? colours.arrow : colours.arrowPage;
  pen.globalAlpha = strength;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash([
    ...(arrow.kind === 'page' ? PAGE_DOTS : arrow.certainty === 'inferred' ? INFERRED_DASH : NO_DASH),
  ]);
  const { start, bend1, bend2, end, downwards } = path;
  const stop = end.y - top - downwards * (HEAD - 1);
  pen.beginPath();
  pen.moveTo(start.x, start.y - top);
  pen.bezierCurveTo(bend1.x, bend1.y - top, bend2.x, bend2.y - top - downwards * (HEAD - 1), end.x, stop);
  pen.stroke();
  pen.setLineDash([]);
  head(pen, { x: end.x, y: end.y - top }, downwards);
  // Where the other end is scrolled out of view, a head at the edge shows the direction.
  const leaves = crossing(path, downwards === 1 ? seen.top + seen.height - 1 : seen.top + 1);
  if (leaves !== null) head(pen, { x: leaves.x, y: leaves.y - top }, downwards);
  pen.globalAlpha = 1;
}

function head(pen: Pen, tip: Point, downwards: 1 | -1): void {
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(tip.x - HEAD * 0.7, tip.y - downwards * HEAD * 1.3);
  pen.lineTo(tip.x + HEAD * 0.7, tip.y - downwards * HEAD * 1.3);
  pen.closePath();
  pen.fill();
}
