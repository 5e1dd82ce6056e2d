import type { Bar } from '../layout/bar.ts';
import type { Box } from '../layout/geometry.ts';
import { drawBar } from './bar.ts';
import type { Pen, Style } from './pen.ts';

const CROSS = 3;
const LABEL = '421';
const LABEL_WIDTH = 21;
/** Pixels between the cross and its label, and around both. */
const ROOM = 5;

/** A misdirected attempt: red, with a cross, and its number where there is room for it. */
export function drawMisdirected(
  pen: Pen,
  bar: Bar,
  box: Box,
  style: Style,
  strength: number,
  roomAfter: number,
): void {
  drawBar(pen, bar, box, style, strength);
  if (box.height < 2 * CROSS) return;
  const { colours } = style;
  const faint = bar.attempt?.certainty === 'inferred' || bar.attempt?.certainty === 'unknown';
  const ink = faint ? colours.misdirectedText : colours.onMisdirected;
  const inside = box.width >= LABEL_WIDTH + 2 * CROSS + 3 * ROOM;
  const middle = box.y + box.height / 2;
  const centre = inside ? box.x + ROOM + CROSS : box.x + box.width / 2;

  pen.globalAlpha = strength;
  pen.strokeStyle = ink;
  pen.lineWidth = 1.6;
  pen.beginPath();
  pen.moveTo(centre - CROSS, middle - CROSS);
  pen.lineTo(centre + CROSS, middle + CROSS);
  pen.moveTo(centre + CROSS, middle - CROSS);
  pen.lineTo(centre - CROSS, middle + CROSS);
  pen.stroke();

  if (box.height >= 10 && (inside || roomAfter >= LABEL_WIDTH + 2)) {
    pen.font = style.font;
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = inside ? ink : colours.misdirectedText;
    pen.fillText(LABEL, inside ? centre + CROSS + ROOM : box.x + box.width + 3, middle + 0.5);
  }
  pen.globalAlpha = 1;
}
