import { inkOn } from '../../theme/contrast.ts';
import { type Bar, isMisdirected } from '../layout/bar.ts';
import type { Box } from '../layout/geometry.ts';
import { barColour } from './bar-colour.ts';
import type { Pen, Style } from './pen.ts';

/** The average width in the small system font: measuring thousands of texts per frame would cost too much. */
const CHARACTER = 6;
const FEWEST = 4;
const MOST = 28;
const GAP = 4;

/**
 * Labels a bar, inside it or in the room after it; nothing where there is no room. A striped bar has no label
 * inside.
 */
export function drawLabel(
  pen: Pen,
  bar: Bar,
  box: Box,
  style: Style,
  roomAfter: number,
  background: string,
): void {
  if (box.height < 10 || isMisdirected(bar) || bar.timing === 'none') return;
  const { attempt } = bar;
  const solid =
    attempt?.certainty === 'observed' && !attempt.hidden && attempt.coalesced !== true && !bar.open;
  const inside = solid && box.width >= roomAfter ? fitted(bar, box.width - 2 * GAP) : '';
  const text = inside === '' ? fitted(bar, roomAfter - 2 * GAP) : inside;
  if (text === '') return;
  const x = Math.max(inside === '' ? box.x + box.width : box.x, 0) + GAP;
  const middle = box.y + box.height / 2;
  pen.font = style.font;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  if (inside === '') {
    // The lifetime line must not cross the text.
    pen.fillStyle = background;
    pen.fillRect(x - 1, middle - 2, text.length * CHARACTER + 2, 4);
    pen.fillStyle = style.colours.textFaint;
  } else {
    pen.fillStyle = inkOn(barColour(bar, style));
  }
  pen.fillText(text, x, middle + 0.5);
}

/** As much of the label as fits; nothing if that would be too little. */
function fitted(bar: Bar, room: number): string {
  const fits = Math.floor(room / CHARACTER);
  if (fits < FEWEST) return '';
  const text = bar.label;
  if (text.length <= Math.min(fits, MOST)) return text;
  return `${text.slice(0, Math.min(fits, MOST) - 1)}…`;
}
