import { describe, expect, it } from 'vitest';
import { roundStep, tickLabel, ticksOf } from './ticks.ts';

const labels = (from: number, to: number, width: number) =>
  ticksOf({ from, to }, width).map(({ label }) => label);

describe('ticks', () => {
  it('are at round times, as many as fit', () => {
    expect(labels(0, 500, 600)).toEqual(['0 ms', '100 ms', '200 ms', '300 ms', '400 ms', '500 ms']);
    expect(labels(-20, 2100, 500)).toEqual(['0 ms', '500 ms', '1.0 s', '1.5 s', '2.0 s']);
    expect(labels(0, 12_000, 300)).toEqual(['0 s', '5 s', '10 s']);
  });

  it('have the digits that distinguish one from the next', () => {
    expect(labels(1234.1, 1234.5, 400)).toEqual(['1.2341 s', '1.2342 s', '1.2343 s', '1.2344 s', '1.2345 s']);
    expect(labels(0.1, 0.14, 200)).toEqual(['0.10 ms', '0.12 ms', '0.14 ms']);
    expect(tickLabel(-200, 100)).toBe('-200 ms');
  });

  it('use steps of 1, 2 and 5', () => {
    expect([0.9, 1, 1.1, 3, 7, 70].map(roundStep)).toEqual([1, 1, 2, 5, 10, 100]);
  });

  it('are absent where there is no time or no room', () => {
    expect(ticksOf({ from: 0, to: 0 }, 500)).toEqual([]);
    expect(ticksOf({ from: 0, to: 10 }, 0)).toEqual([]);
    expect(ticksOf({ from: 0, to: Number.POSITIVE_INFINITY }, 500)).toEqual([]);
    expect(ticksOf({ from: 0, to: 1 }, 1e9).length).toBeLessThanOrEqual(201);
  });
});
