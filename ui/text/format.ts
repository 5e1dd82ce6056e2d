import type { EpochMs, Millis } from '../../src/model/capture.ts';
import { visible } from './visible.ts';

/** Shown for an unknown value, which is never 0 or empty. */
export const UNKNOWN = '–';

const COUNT = new Intl.NumberFormat('en');

/** A duration with a sensible number of digits. */
export function formatMs(ms: Millis | null): string {
  if (ms === null || !Number.isFinite(ms)) return UNKNOWN;
  if (Math.abs(ms) < 0.05) return '0 ms';
  if (Math.abs(ms) < 9.95) return `${ms.toFixed(1)} ms`;
  if (Math.abs(ms) < 999.5) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 59_950) return `${(ms / 1000).toFixed(Math.abs(ms) < 9_995 ? 2 : 1)} s`;
  return longTime(Math.round(ms / 1000));
}

function longTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${COUNT.format(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** The time of day with milliseconds, in the user's zone. */
export function formatClock(at: EpochMs | null): string {
  if (at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15) return UNKNOWN;
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** "1 request", "42 requests". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return plural(bytes, 'byte');
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A long host with its middle left out: its first label and its site stay readable. */
export function shortenMiddle(text: string, max = 30): string {
  if (text.length <= max) return visible(text);
  const tail = Math.ceil((max - 1) * 0.6);
  return `${visible(text.slice(0, max - 1 - tail))}…${visible(text.slice(-tail))}`;
}

/** An origin without the scheme that nearly all of them share. */
export function shortOrigin(origin: string, max = 40): string {
  return shortenMiddle(origin.replace(/^https:\/\//, ''), max);
}
