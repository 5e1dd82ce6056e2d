import { describe, expect, it } from 'vitest';
import { CaptureScript } from '../../testing/capture-script.ts';
import { examplePageAnalysis } from '../../testing/example-page.ts';
import { arrowPath, pointAt } from '../layout/arrow-path.ts';
import { barBox } from '../layout/geometry.ts';
import { computeLayout } from '../layout/layout.ts';
import { fitSpan, TimeScale } from '../layout/scale.ts';
import { hitTest } from './hit-test.ts';

const layout = computeLayout(examplePageAnalysis());
const scale = new TimeScale(fitSpan(layout.whole), 1200);

describe('hitTest', () => {
  it('finds every bar by its middle', () => {
    for (const bar of layout.bars) {
      const lane = layout.lanes[bar.lane];
      if (lane === undefined) throw new Error('no lane');
      const { x, y, width, height } = barBox(bar, lane, scale);
      expect(hitTest(layout, scale, x + width / 2, y + height / 2)).toMatchObject({
        bar: { id: bar.id },
        lane,
      });
    }
  });

  it('finds a bar by its waiting line, and from a few pixels away', () => {
    const bar = layout.laneOf.get('108')?.bars[0];
    const lane = layout.laneOf.get('108');
    if (bar === undefined || lane === undefined) throw new Error('no bar');
    const { x, y, height } = barBox(bar, lane, scale);
    expect(hitTest(layout, scale, scale.x(bar.start) + 3, y + height / 2).bar).toBe(bar);
    expect(hitTest(layout, scale, x + 10, y - 3).bar).toBe(bar);
    expect(hitTest(layout, scale, x + 10, y - 9).bar).toBeNull();
  });

  it('prefers a misdirected bar that an adjacent one covers', () => {
    const script = new CaptureScript();
    script.request('https://a.test/1', [
      { on: '1', at: 500, for: 1, status: 421 },
      { on: '2', at: 520, for: 5 },
    ]);
    script.request('https://a.test/2', [{ on: '1', at: 501.5, for: 900 }]);
    const small = computeLayout(script.analysis());
    const wide = new TimeScale({ from: 0, to: 1500 }, 300);
    const [lane] = small.lanes;
    const misdirected = lane?.bars[0];
    if (lane === undefined || misdirected === undefined) throw new Error('no lane');
    const { x, y } = barBox(misdirected, lane, wide);
    expect(hitTest(small, wide, x + 4, y + 5).bar).toBe(misdirected);
  });

  it('finds an arrow between the lanes', () => {
    const [arrow] = layout.arrows;
    const path = arrow === undefined ? null : arrowPath(arrow, layout, scale);
    if (path === null) throw new Error('no arrow');
    const { x, y } = pointAt(path, 0.45);
    expect(hitTest(layout, scale, x + 1, y)).toMatchObject({ bar: null, arrow });
  });

  it('finds nothing outside of the bars and lanes', () => {
    expect(hitTest(layout, scale, 3, layout.height + 50)).toEqual({ lane: null, bar: null, arrow: null });
    expect(hitTest(layout, scale, 3, -1)).toEqual({ lane: null, bar: null, arrow: null });
    const first = layout.lanes[0];
    expect(hitTest(layout, scale, 3, 5)).toEqual({ lane: first, bar: null, arrow: null });
  });
});
