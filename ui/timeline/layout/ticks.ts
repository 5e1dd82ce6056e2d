import type { Millis } from '../../../src/model/capture.ts';
import type { Span } from './scale.ts';

export interface Tick {
  readonly time: Millis;
  readonly label: string;
}

/** The room for a label. */
const PIXELS_PER_TICK = 84;
/** More than a very wide screen shows; guards against an absurd width. */
const MOST = 200;

/** Round times in a span, as many as fit: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(span: Span, width: number): readonly Tick[] {
  const length = span.to - span.from;
  if (!(length > 0) || !(width > 0) || !Number.isFinite(length)) return [];
  const step = roundStep((length * PIXELS_PER_TICK) / width);
  const first = Math.ceil(span.from / step);
  const last = Math.min(Math.floor(span.to / step), first + MOST);
  const ticks: Tick[] = [];
  for (let n = first; n <= last; n++) ticks.push({ time: n * step, label: tickLabel(n * step, step) });
  return ticks;
}

/** The smallest round step that is at least `least`. */
export function roundStep(least: Millis): Millis {
  const power = 10 ** Math.floor(Math.log10(least));
  const rest = least / power;
  return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

/** A time with exactly the digits that distinguish it from the next one. From one second on, in seconds. */
export function tickLabel(time: Millis, step: Millis): string {
  const inSeconds = (time === 0 ? step : Math.abs(time)) >= 1000;
  const unit = inSeconds ? 1000 : 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9));
  return `${Math.abs(time) < step / 2 ? '0' : (time / unit).toFixed(Math.min(digits, 6))} ${inSeconds ? 's' : 'ms'}`;
}
