import type { Column } from '../layout/overview.ts';
import type { Span, TimeScale } from '../layout/scale.ts';
import type { Pen, Style } from './pen.ts';

const TOP = 4;
const BOTTOM = 1;

/** Draws the number of active attempts over the whole capture, every 421, and the visible window. */
export function drawOverview(
  pen: Pen,
  columns: readonly Column[],
  height: number,
  scale: TimeScale,
  window: Span | null,
  { colours, snap }: Style,
): void {
  pen.globalAlpha = 1;
  pen.fillStyle = colours.surfaceSunken;
  pen.fillRect(0, 0, scale.width, height);
  const most = columns.reduce((sum, { active }) => Math.max(sum, active), 1);
  const room = height - TOP - BOTTOM;
  // The square root keeps one attempt visible next to a hundred.
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(1, room * Math.sqrt(count / most)));
  columns.forEach(({ active, coalesced }, x) => {
    if (active === 0) return;
    const whole = tall(active);
    const part = whole * (coalesced / active);
    pen.fillStyle = colours.barMerged;
    pen.globalAlpha = 0.55;
    pen.fillRect(x, height - BOTTOM - whole, 1, whole - part);
    pen.fillStyle = colours.accent;
    pen.globalAlpha = 0.75;
    if (part > 0) pen.fillRect(x, height - BOTTOM - part, 1, part);
  });
  pen.globalAlpha = 1;
  if (window !== null) drawWindow(pen, window, height, scale, { colours, snap });
  columns.forEach(({ misdirected }, x) => {
    if (!misdirected) return;
    pen.fillStyle = colours.misdirected;
    pen.fillRect(x - 1, 0, 2, height);
  });
}

function drawWindow(
  pen: Pen,
  window: Span,
  height: number,
  scale: TimeScale,
  { colours, snap }: Pick<Style, 'colours' | 'snap'>,
): void {
  const from = snap(scale.x(window.from));
  const to = snap(scale.x(window.to));
  pen.fillStyle = colours.surface;
  pen.globalAlpha = 0.65;
  pen.fillRect(0, 0, from, height);
  pen.fillRect(to, 0, scale.width - to, height);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.accent;
  for (const x of [from, to - 1]) {
    pen.fillRect(x, 0, 1, height);
    pen.fillRect(x - 1, height / 2 - 6, 3, 12);
  }
}
