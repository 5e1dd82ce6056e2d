import { describe, expect, it } from 'vitest';
import { CaptureScript, withAttempts } from '../../testing/capture-script.ts';
import { examplePageAnalysis } from '../../testing/example-page.ts';
import { largeAnalysis } from '../../testing/large-capture.ts';
import { isMisdirected } from './bar.ts';
import { LANE_HEIGHT, rowGeometry } from './lane.ts';
import { barOf, computeLayout, layoutOf, selectionOf } from './layout.ts';

const shop = examplePageAnalysis();
const layout = computeLayout(shop);
const lane = (id: string) => {
  const found = layout.laneOf.get(id);
  if (found === undefined) throw new Error(`no lane ${id}`);
  return found;
};

describe('lanes', () => {
  it('are sorted by first use and grouped by address, unknown first and those without a connection last', () => {
    expect(layout.lanes.map(({ kind, id }) => id ?? kind)).toEqual([
      'unknown',
      '87',
      '108',
      '112',
      '91',
      '123',
      '120',
      'none',
    ]);
    expect(layout.lanes.filter(({ firstOfAddress }) => firstOfAddress).map(({ id }) => id)).toEqual([
      null,
      '87',
      '91',
      '123',
      '120',
      null,
    ]);
  });

  it('follow each other without gaps', () => {
    let top = 0;
    for (const each of layout.lanes) {
      expect(each.top).toBe(top);
      expect(each.height).toBeGreaterThanOrEqual(LANE_HEIGHT);
      top += each.height;
    }
    expect(layout.height).toBe(top);
  });

  it('contain every attempt of every request exactly once', () => {
    const expected = [...shop.requests.values()].flatMap(({ record, attempts }) =>
      attempts.length === 0 ? [`${record.id} -1`] : attempts.map((_, i) => `${record.id} ${i}`),
    );
    const drawn = layout.bars.map(({ request, index }) => `${request.record.id} ${index}`);
    expect(drawn.toSorted()).toEqual(expected.toSorted());
    for (const each of layout.lanes)
      expect(each.rows.flat().toSorted((a, b) => a.id - b.id)).toEqual(each.bars);
    layout.bars.forEach(({ id }, i) => void expect(id).toBe(i));
  });

  it('stop growing at a limit, and make their sub-rows thinner', () => {
    const script = new CaptureScript().connection('1', 0, {});
    for (let i = 0; i < 300; i++) script.request(`https://a.test/${i}`, [{ on: '1', at: 50, for: 100 }]);
    const [only] = computeLayout(script.analysis()).lanes;
    expect(only?.rows).toHaveLength(300);
    expect(only?.height).toBeLessThan(120);
    if (only !== undefined) expect(rowGeometry(only).bar).toBeGreaterThanOrEqual(1);
  });

  it('exist for connections that carried nothing, and for those about which nothing is known', () => {
    const script = new CaptureScript().connection('idle', 5, {});
    script.request('https://a.test/', [{ on: 'never-reported', at: 0, for: 10 }]);
    const lanes = computeLayout(script.analysis()).lanes;
    expect(lanes.map(({ id, bars }) => [id, bars.length])).toEqual([
      ['never-reported', 1],
      ['idle', 0],
    ]);
  });
});

describe('bars', () => {
  it('count from the first request', () => {
    expect(layout.zero).toBe(1_700_000_000_000);
    expect(lane('87').bars[0]).toMatchObject({ start: 0, body: 27, end: 66 });
  });

  it('have the setup that they waited for right before their body', () => {
    expect(lane('108').bars[0]?.setup).toEqual([
      { phase: 'dns', from: 181, to: 185 },
      { phase: 'connect', from: 185, to: 194 },
      { phase: 'tls', from: 194, to: 208 },
    ]);
    expect(lane('108').setup).toEqual([]);
  });

  it('extend to the end of the capture while they have not ended', () => {
    const events = layout.bars.find(({ request }) => request.record.url.endsWith('/events'));
    expect(events).toMatchObject({ open: true, end: layout.whole.to });
  });

  it('are at the start of their lane when they have no time', () => {
    const script = new CaptureScript();
    for (const path of 'ab') script.request(`https://a.test/${path}`, [{ on: '1', at: 40, for: 10 }]);
    const timeless = withAttempts(script.analysis(), ({ record }) =>
      record.url.endsWith('b') ? { startedAt: null, endedAt: null } : null,
    );
    const requests = new Map(
      [...timeless.requests].map(([id, request]) => {
        const known = !request.record.url.endsWith('b');
        const record = known ? request.record : { ...request.record, startedAt: null, endedAt: null };
        return [id, { ...request, record }];
      }),
    );
    const [only] = computeLayout({ ...timeless, requests }).lanes;
    expect(only?.untimed.map(({ request }) => request.record.url)).toEqual(['https://a.test/b']);
    expect(only?.rows).toHaveLength(2);
  });

  it('take the request’s time when the attempt has none', () => {
    const script = new CaptureScript();
    script.request('https://a.test/', [{ on: '1', at: 40, for: 10 }]);
    const without = withAttempts(script.analysis(), () => ({ startedAt: null, endedAt: null }));
    expect(computeLayout(without).bars[0]).toMatchObject({ timing: 'assumed', start: 0, end: 10 });
  });

  it('survive invalid times', () => {
    const script = new CaptureScript();
    script.request('https://a.test/', [{ on: '1', at: 40, for: 10 }]);
    const broken = withAttempts(script.analysis(), () => ({
      startedAt: Number.NaN,
      endedAt: Number.POSITIVE_INFINITY,
    }));
    const { whole, bars } = computeLayout(broken);
    for (const time of [whole.from, whole.to, bars[0]?.start, bars[0]?.end]) {
      expect(Number.isFinite(time)).toBe(true);
    }
  });

  it('map to selections and back', () => {
    for (const bar of layout.bars) expect(barOf(layout, selectionOf(bar))).toBe(bar);
    const twice = [...shop.requests.values()].find(({ attempts }) => attempts.length === 2)?.record.id ?? '';
    expect(barOf(layout, { kind: 'request', request: twice })).toMatchObject({ index: 1 });
    expect(barOf(layout, { kind: 'attempt', request: 'gone', index: 0 })).toBeNull();
  });
});

describe('arrows', () => {
  it('lead from every misdirected attempt to the one that re-sent it', () => {
    const ends = layout.arrows.map(({ from, to, kind }) => [from.lane, to.lane, kind]);
    const index = (id: string) => lane(id).index;
    expect(ends).toEqual(
      expect.arrayContaining([
        [index('87'), index('108'), 'misdirected'],
        [index('87'), index('112'), 'misdirected'],
        [index('87'), index('87'), 'misdirected'],
        [index('112'), index('87'), 'page'],
      ]),
    );
    const sources = new Set(layout.arrows.map(({ from }) => from));
    for (const bar of layout.bars.filter(isMisdirected)) expect(sources).toContain(bar);
  });

  it('end where the connection for the re-sent attempt began to be opened', () => {
    const toAuth = layout.arrows.find(({ to }) => to.lane === lane('108').index);
    expect(toAuth?.landing).toBe(181);
  });

  it('are no more certain than either end', () => {
    expect(layout.arrows.map(({ certainty }) => certainty).toSorted()).toEqual([
      'derived',
      'inferred',
      'observed',
      'observed',
    ]);
  });
});

describe('time', () => {
  it('begins with the first request, whenever the connections were opened', () => {
    const script = new CaptureScript();
    script.connection('1', -5_000, {});
    script.request('https://a.test/', [{ on: '1', at: 40, for: 10 }]);
    expect(computeLayout(script.analysis()).whole).toEqual({ from: 0, to: 10 });
  });
});

describe('layoutOf', () => {
  it('computes once for each analysis', () => {
    expect(layoutOf(shop)).toBe(layoutOf(shop));
    expect(layoutOf({ ...shop })).not.toBe(layoutOf(shop));
  });

  it('handles a large capture', () => {
    const large = computeLayout(largeAnalysis(500, 50));
    expect(large.bars.length).toBe(510);
    expect(large.arrows.length).toBe(10);
  });

  it('handles nothing at all', () => {
    const empty = computeLayout(new CaptureScript().analysis());
    expect(empty).toMatchObject({ lanes: [], bars: [], arrows: [], height: 0, whole: { from: 0, to: 0 } });
  });
});
