import type { EpochMs } from '../../model/capture.ts';

/** What `Date` can hold, in years of four digits. */
const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(9999, 11, 31);
/** Clocks differ a little, and a line is written when the request ends. */
const AROUND = 5_000;

/** When something was sent, for looking it up in a log. */
export interface LogTime {
  /** `2026-11-22 23:09:57.787 UTC`. */
  readonly text: string;
  /** Some seconds before and after, as journalctl and docker read them (`2026-11-22 23:09:52 UTC`). */
  readonly since: string;
  readonly until: string;
  /** For `grep -E`: the minutes within it, the same in every time zone of whole hours (`:(09|10):`). */
  readonly minutes: string;
}

/** Null for a time that is unknown or that no calendar has. */
export function logTime(at: EpochMs | null): LogTime | null {
  if (at === null || !(at >= FIRST + AROUND && at <= LAST)) return null;
  const [since, until] = [at - AROUND, at + AROUND];
  const minutes = [...new Set([since, until].map((time) => new Date(time).toISOString().slice(14, 16)))];
  return {
    text: `${new Date(at).toISOString().slice(0, -1).replace('T', ' ')} UTC`,
    since: toSecond(since),
    until: toSecond(until),
    minutes: minutes.length === 1 ? `:${minutes[0]}:` : `:(${minutes.join('|')}):`,
  };
}

function toSecond(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
