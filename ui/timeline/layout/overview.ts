import { isMisdirected } from './bar.ts';
import type { TimelineLayout } from './layout.ts';
import type { TimeScale } from './scale.ts';

/** What the overview strip shows in one pixel column. */
export interface Column {
  /** Attempts that were active at that time. */
  readonly active: number;
  readonly coalesced: number;
  readonly misdirected: boolean;
}

/** Counts the active attempts in each column of the strip; linear in attempts and columns. */
export function overviewColumns(layout: TimelineLayout, scale: TimeScale): readonly Column[] {
  const width = Math.max(1, Math.floor(scale.width));
  // Each attempt adds one where it starts and subtracts it where it ends; running sums give the counts.
  const active = new Int32Array(width + 1);
  const coalesced = new Int32Array(width + 1);
  const misdirected = new Uint8Array(width + 1);
  const column = (time: number): number => Math.min(width - 1, Math.max(0, Math.floor(scale.x(time))));
  const count = (sums: Int32Array, at: number, by: number): void => {
    sums[at] = (sums[at] ?? 0) + by;
  };
  for (const bar of layout.bars) {
    if (bar.timing === 'none') continue;
    const [from, to] = [column(bar.start), column(bar.end) + 1];
    count(active, from, 1);
    count(active, to, -1);
    if (bar.attempt?.coalesced === true) {
      count(coalesced, from, 1);
      count(coalesced, to, -1);
    }
    if (isMisdirected(bar)) misdirected[column(bar.end)] = 1;
  }
  const columns: Column[] = [];
  let runningActive = 0;
  let runningCoalesced = 0;
  for (let i = 0; i < width; i++) {
    runningActive += active[i] ?? 0;
    runningCoalesced += coalesced[i] ?? 0;
    columns.push({
      active: runningActive,
      coalesced: runningCoalesced,
      misdirected: misdirected[i] === 1,
    });
  }
  return columns;
}
