import { type Bar, isMisdirected } from '../layout/bar.ts';
import type { Paint, Style } from './pen.ts';

/** A bar's colour: red when misdirected, else its origin's; grey without an origin or an attempt. */
export function barColour(bar: Bar, { colours, originColour }: Style): string {
  if (isMisdirected(bar)) return colours.misdirected;
  const { origin } = bar.request.record;
  return origin === null || bar.attempt === null ? colours.barUnknown : originColour(origin);
}

/** The fill of a bar: its colour, in stripes if it is coalesced. */
export function barPaint(bar: Bar, style: Style): Paint {
  const colour = barColour(bar, style);
  return bar.attempt?.coalesced === true && !isMisdirected(bar) ? style.stripes(colour) : colour;
}
