import type { EpochMs } from '../../model/capture.ts';

/** The times that `Date` can hold in years of four digits. */
const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(9999, 11, 31);
/** Clocks differ a little, and servers log a request when it ends. */
const AROUND = 5_000;

/** When a request was sent, for searching a log. */
export interface LogTime {
  /** `2026-11-22 23:09:57.787 UTC`. */
  readonly text: string;
  /** Some seconds before and after, as journalctl and docker accept them (`2026-11-22 23:09:52 UTC`). */
  readonly since: string;
  readonly until: string;
  /** For `grep -E`: the minutes in that span, the same in every time zone of whole hours (`:(09|10):`). */
  readonly minutes: string;
}

/** Null for a time that is unknown or outside the calendar. */
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
