import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, pack } from './pack-rows.ts';

const rowsOf = (...intervals: [number, number][]) => [
  ...pack(intervals.map(([start, end]) => ({ start, end }))).rows,
];

describe('pack', () => {
  it('keeps consecutive intervals in one sub-row', () => {
    expect(rowsOf([0, 10], [10, 20], [25, 30])).toEqual([0, 0, 0]);
  });

  it('stacks overlapping intervals, and reuses a row as soon as it is free', () => {
    expect(rowsOf([0, 10], [2, 5], [3, 9], [6, 8], [9, 12])).toEqual([0, 1, 2, 1, 1]);
  });

  it('needs no rows for no intervals', () => {
    expect(pack([])).toEqual({ rows: new Uint32Array(0), count: 0 });
  });

  it('uses exactly as many rows as there are at one time, and never overlaps', () => {
    const interval = fc.record({
      start: fc.integer({ min: 0, max: 200 }),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 120 }), (drawn) => {
        const intervals: Interval[] = drawn
          .map(({ start, length }) => ({ start, end: start + length }))
          .sort((a, b) => a.start - b.start);
        const { rows, count } = pack(intervals);
        const ends = new Map<number, number>();
        intervals.forEach(({ start, end }, i) => {
          const row = rows[i] ?? -1;
          expect(ends.get(row) ?? 0).toBeLessThanOrEqual(start);
          ends.set(row, end);
        });
        const at = (time: number) => intervals.filter(({ start, end }) => start <= time && time < end).length;
        expect(count).toBe(Math.max(0, ...intervals.map(({ start }) => at(start))));
      }),
    );
  });

  it('packs a hundred thousand at one moment without a stall', () => {
    const intervals = Array.from({ length: 100_000 }, () => ({ start: 0, end: 1 }));
    const started = performance.now();
    expect(pack(intervals).count).toBe(100_000);
    // A row by row search would need minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
