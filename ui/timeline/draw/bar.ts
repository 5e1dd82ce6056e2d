import type { Millis } from '../../../src/model/capture.ts';
import type { Certainty } from '../../../src/model/certainty.ts';
import { type Bar, isMisdirected, type SetupPhase } from '../layout/bar.ts';
import type { Box } from '../layout/geometry.ts';
import type { TimeScale } from '../layout/scale.ts';
import { barColour, barPaint } from './bar-colour.ts';
import { HIDDEN_DASH, INFERRED_DASH, NO_DASH, type Paint, type Pen, type Style } from './pen.ts';

/** Below this height details are too small to draw. */
const DETAILED = 7;
const INFERRED_SHARE = 0.35;
/** The opacity of an attempt on an unknown connection: almost hollow. */
const UNLOCATED_SHARE = 0.15;
const OPEN_TAIL = 12;
const OUTSIDE = 50;

/** The bar's certainty: an attempt without any time counts as unknown. */
function certaintyOf(bar: Bar): Certainty {
  return bar.timing === 'none' ? 'unknown' : (bar.attempt?.certainty ?? 'observed');
}

/** Draws one attempt, except for the cross of a misdirected one. */
export function drawBar(pen: Pen, bar: Bar, box: Box, style: Style, strength: number): void {
  const colour = barColour(bar, style);
  const certainty = certaintyOf(bar);
  const hidden = bar.attempt?.hidden === true;
  const detailed = box.height >= DETAILED && box.width >= 3;
  const inset = hidden && detailed ? 2 : 0;
  const body = snapBox(box, inset, style);

  const unlocated = bar.attempt !== null && bar.attempt.connection === null;
  if (certainty !== 'unknown' && bar.timing !== 'none' && bar.attempt !== null) {
    const share = certainty === 'inferred' ? INFERRED_SHARE : unlocated ? UNLOCATED_SHARE : 1;
    fillBody(pen, bar, body, barPaint(bar, style), share, strength);
  }
  pen.globalAlpha = strength;
  const dash = hidden ? HIDDEN_DASH : certainty === 'inferred' ? INFERRED_DASH : NO_DASH;
  const solid = !hidden && (certainty === 'observed' || certainty === 'derived') && bar.timing === 'known';
  const striped = bar.attempt?.coalesced === true && !isMisdirected(bar);
  if (!solid || striped || unlocated || bar.attempt === null) outline(pen, box, colour, dash, style);
  if (certainty === 'derived' && detailed && box.width >= 6) derivedMark(pen, body, style);
  if (bar.attempt?.error != null && detailed) errorEdge(pen, box, style);
  pen.globalAlpha = 1;
}

function snapBox(box: Box, inset: number, { snap }: Style): Box {
  const x = snap(box.x + inset);
  const y = snap(box.y + inset);
  return {
    x,
    y,
    width: Math.max(snap(box.x + box.width - inset) - x, 1),
    height: Math.max(snap(box.y + box.height - inset) - y, 1),
  };
}

function fillBody(pen: Pen, bar: Bar, body: Box, paint: Paint, share: number, strength: number): void {
  pen.fillStyle = paint;
  pen.globalAlpha = strength * share;
  const tail = bar.open ? Math.min(OPEN_TAIL, body.width / 2) : 0;
  pen.fillRect(body.x, body.y, body.width - tail, body.height);
  // An attempt that had not ended fades out.
  for (let i = 0; i < 3 && tail > 0; i++) {
    pen.globalAlpha = strength * share * (0.7 - 0.22 * i);
    pen.fillRect(body.x + body.width - tail + (i * tail) / 3, body.y, tail / 3, body.height);
  }
}

function outline(pen: Pen, box: Box, colour: string, dash: readonly number[], { snap }: Style): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.setLineDash([...dash]);
  const x = snap(box.x) + 0.5;
  const y = snap(box.y) + 0.5;
  pen.strokeRect(
    x,
    y,
    Math.max(snap(box.x + box.width) - x - 0.5, 0.5),
    Math.max(snap(box.y + box.height) - y - 0.5, 0.5),
  );
  pen.setLineDash([]);
}

/** A notch in the upper right corner: derived by a rule, not observed. */
function derivedMark(pen: Pen, { x, y, width }: Box, { colours }: Style): void {
  const right = x + width;
  pen.fillStyle = colours.surface;
  pen.beginPath();
  pen.moveTo(right, y);
  pen.lineTo(right - 5, y);
  pen.lineTo(right, y + 5);
  pen.closePath();
  pen.fill();
}

function errorEdge(pen: Pen, box: Box, { colours, snap }: Style): void {
  pen.fillStyle = colours.misdirected;
  pen.fillRect(snap(box.x + box.width) - 2, snap(box.y) - 1, 2, snap(box.height) + 2);
}

/** The thin line before a bar: the time it waited before it could be sent. */
export function drawWaiting(
  pen: Pen,
  bar: Bar,
  box: Box,
  scale: TimeScale,
  style: Style,
  strength: number,
): void {
  const [from, to] = extent(bar.start, bar.body, scale);
  if (to - from < 1) return;
  const middle = style.snap(box.y + box.height / 2);
  pen.globalAlpha = strength;
  pen.fillStyle = style.colours.setupWait;
  pen.fillRect(from, middle - 0.5, to - from, 1);
  pen.fillRect(style.snap(from), middle - 3, 1, 6);
  drawSetup(pen, bar.setup, middle, scale, style);
  pen.globalAlpha = 1;
}

/** DNS, TCP and TLS, one after the other. */
export function drawSetup(
  pen: Pen,
  parts: Bar['setup'],
  middle: number,
  scale: TimeScale,
  { colours, snap }: Style,
): void {
  for (const part of parts) {
    const [from, to] = extent(part.from, part.to, scale);
    if (to < from) continue;
    pen.fillStyle = setupColour(part.phase, colours);
    pen.fillRect(snap(from), middle - 1.5, Math.max(snap(to) - snap(from), 1), 3);
  }
}

/** A range of time in pixels, clipped just outside the view: canvases draw lengths of millions of pixels badly. */
function extent(start: Millis, end: Millis, scale: TimeScale): [from: number, to: number] {
  return [Math.max(scale.x(start), -OUTSIDE), Math.min(scale.x(end), scale.width + OUTSIDE)];
}

function setupColour(phase: SetupPhase, colours: Style['colours']): string {
  return phase === 'dns' ? colours.setupDns : phase === 'connect' ? colours.setupConnect : colours.setupTls;
}
