import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Selection, TimeRange } from '../selection.ts';
import { examplePageAnalysis } from '../testing/example-page.ts';
import { computeLayout } from './layout/layout.ts';
import { TimelineModel } from './timeline-model.ts';

function model() {
  const range = signal<TimeRange | null>(null);
  const made = new TimelineModel(
    computeLayout(examplePageAnalysis()),
    signal<Selection>(null),
    signal<Selection>(null),
    range,
  );
  made.width.value = 1284;
  made.viewportHeight.value = 200;
  return { made, range };
}

describe('TimelineModel', () => {
  it('divides the width between heads and time, and gives narrow panels shorter heads', () => {
    const { made } = model();
    expect(made.plotWidth.value).toBe(1000);
    made.width.value = 400;
    expect(made.headWidth.value).toBeLessThan(130);
  });

  it('stores the range in epoch time, and null for everything', () => {
    const { made, range } = model();
    made.zoom(0.5, 500);
    expect(range.value?.from).toBeGreaterThan(1_700_000_000_000);
    expect(made.fits).toBe(false);
    made.zoom(100);
    expect(range.value).toBeNull();
    made.zoom(0.5);
    made.showAll();
    expect(made.fits).toBe(true);
  });

  it('keeps the time under the pointer in place while zooming', () => {
    const { made } = model();
    const time = made.scale.value.time(300);
    made.zoom(0.3, 300);
    expect(made.scale.value.x(time)).toBeCloseTo(300);
  });

  it('pans only when a part of the time is hidden', () => {
    const { made, range } = model();
    made.pan(100);
    expect(range.value).toBeNull();
    made.show({ from: 100, to: 200 });
    made.pan(100);
    expect(made.span.value.from).toBeCloseTo(110);
  });

  it('scrolls no farther than a lane needs to be seen', () => {
    const { made } = model();
    const last = made.layout.value.lanes.at(-1);
    const first = made.layout.value.lanes[0];
    if (last === undefined || first === undefined) throw new Error('no lanes');
    expect(made.scrollFor([last])).toBe(made.layout.value.height - 200);
    made.scrollTop.value = 50;
    expect(made.scrollFor([first])).toBe(0);
    const seen = made.layout.value.laneOf.get('108');
    expect(made.scrollFor(seen === undefined ? [] : [seen])).toBe(50);
  });

  it('shows all lanes of a request where they fit, else the last of them', () => {
    const { made } = model();
    const [first, second] = made.layout.value.lanes;
    const last = made.layout.value.lanes.at(-1);
    if (first === undefined || second === undefined || last === undefined) throw new Error('no lanes');
    made.viewportHeight.value = second.top + second.height;
    made.scrollTop.value = 1;
    expect(made.scrollFor([first, second])).toBe(0);
    made.viewportHeight.value = 60;
    expect(made.scrollFor([first, last])).toBe(made.layout.value.height - 60);
  });
});
