import { describe, expect, it } from 'vitest';
import { CaptureScript } from '../../testing/capture-script.ts';
import { computeLayout } from './layout.ts';
import { marksOf } from './merge-narrow.ts';
import { TimeScale } from './scale.ts';

function rowOf(...attempts: [at: number, length: number, status: number][]) {
  const script = new CaptureScript();
  for (const [at, length, status] of attempts) {
    script.request(`https://a.test/${at}`, [{ on: '1', at, for: length, status }]);
  }
  return computeLayout(script.analysis()).laneOf.get('1')?.rows[0] ?? [];
}

describe('marksOf', () => {
  const row = rowOf([0, 1, 200], [2, 1, 200], [4, 1, 200], [20, 50, 200], [80, 1, 200], [90, 1, 200]);

  it('gives each attempt its own bar where there is room', () => {
    const marks = marksOf(row, new TimeScale({ from: 0, to: 100 }, 1000));
    expect(marks.bars).toHaveLength(6);
    expect(marks.strips).toEqual([]);
  });

  it('merges only narrow bars that are close together', () => {
    const { bars, strips } = marksOf(row, new TimeScale({ from: 0, to: 100 }, 100));
    expect(bars.map(({ bar }) => bar.start)).toEqual([20]);
    expect(strips.map((strip) => strip.bars.length)).toEqual([3, 1, 1]);
    expect(strips.map(({ width }) => width)).toEqual([5, 2, 2]);
    expect(strips[0]?.origin).toBe('https://a.test');
  });

  it('never merges a misdirected attempt', () => {
    const mixed = rowOf([0, 1, 200], [2, 1, 421], [4, 1, 200]);
    const { strips, misdirected } = marksOf(mixed, new TimeScale({ from: 0, to: 1000 }, 100));
    expect(misdirected.map(({ bar, next }) => [bar.start, next?.start])).toEqual([[2, 4]]);
    expect(strips.flatMap(({ bars }) => bars)).toHaveLength(2);
  });

  it('ignores everything outside the view', () => {
    const marks = marksOf(row, new TimeScale({ from: 30, to: 60 }, 1000));
    expect(marks.bars.map(({ bar }) => bar.start)).toEqual([20]);
  });
});
