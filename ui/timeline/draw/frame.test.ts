import { describe, expect, it } from 'vitest';
import type { Selection } from '../../selection.ts';
import { examplePageAnalysis } from '../../testing/example-page.ts';
import { largeAnalysis } from '../../testing/large-capture.ts';
import { mapTokens } from '../../theme/colours.ts';
import { emphasisOf, FAINT } from '../emphasis.ts';
import type { Bar } from '../layout/bar.ts';
import { barBox } from '../layout/geometry.ts';
import { computeLayout, selectionOf, type TimelineLayout } from '../layout/layout.ts';
import { fitSpan, type Span, TimeScale } from '../layout/scale.ts';
import { drawFrame } from './frame.ts';
import { HIDDEN_DASH, INFERRED_DASH, type Style } from './pen.ts';
import { RecordingPen } from './recording-pen.ts';

const style: Style = {
  colours: mapTokens((name) => name),
  originColour: (origin) => origin,
  stripes: (colour) => `striped ${colour}`,
  font: '10px sans',
  snap: (length) => length,
};

const page = computeLayout(examplePageAnalysis());
const large = computeLayout(largeAnalysis(2000, 200));

interface Look {
  readonly layout?: TimelineLayout;
  readonly span?: Span;
  readonly top?: number;
  readonly height?: number;
  readonly hover?: Selection;
  readonly selection?: Selection;
  readonly matching?: ReadonlySet<string> | null;
}

function draw({
  layout = page,
  span,
  top = 0,
  height = 600,
  hover = null,
  selection = null,
  matching = null,
}: Look) {
  const pen = new RecordingPen();
  const scale = new TimeScale(span ?? fitSpan(layout.whole), 1200);
  drawFrame(pen, {
    layout,
    view: { scale, top, height },
    seen: { top, height },
    ticks: [],
    style,
    emphasis: emphasisOf(layout, hover, selection, matching),
  });
  return { pen, scale };
}

function find(path: string, index = 0, layout = page): Bar {
  const bar = layout.bars.find((each) => each.request.record.url.includes(path) && each.index === index);
  if (bar === undefined) throw new Error(`no bar for ${path}`);
  return bar;
}

/** The rectangles drawn at a bar's position. */
function drawnAt(bar: Bar, { pen, scale }: ReturnType<typeof draw>) {
  const lane = page.lanes[bar.lane];
  if (lane === undefined) throw new Error('no lane');
  const box = barBox(bar, lane, scale);
  return pen.log.filter(({ call, at: [x = 0, y = 0, width = 0, height = 0] }) => {
    const within = Math.abs(x - box.x) < 3 && Math.abs(y - box.y) < 3;
    return (
      call.endsWith('Rect') && within && Math.abs(width - box.width) < 5 && Math.abs(height - box.height) < 5
    );
  });
}

describe('a bar', () => {
  it('has its origin’s colour, and stripes when it is coalesced', () => {
    const drawn = draw({});
    expect(drawnAt(find('/app.css'), drawn)).toMatchObject([
      { call: 'fillRect', paint: 'https://www.shop.test' },
    ]);
    expect(drawnAt(find('/hero.avif'), drawn).map(({ paint }) => paint)).toEqual([
      'striped https://static.shop.test',
      'https://static.shop.test',
    ]);
  });

  it('is red with a cross and its number when misdirected', () => {
    const drawn = draw({});
    const visible = page.bars.find(({ attempt }) => attempt?.misdirected && !attempt.hidden);
    expect(visible === undefined ? [] : drawnAt(visible, drawn)).toMatchObject([
      { call: 'fillRect', paint: 'misdirected', alpha: 1 },
    ]);
    expect(drawn.pen.log.filter(({ text }) => text === '421')).toHaveLength(4);
    expect(
      drawn.pen.log.filter(({ call, at }) => call === 'stroke' && at.length === 8 && at[1] !== at[7]),
    ).not.toHaveLength(0);
  });

  it('has a dashed outline when hidden', () => {
    const [fill, outline] = drawnAt(find('/login'), draw({}));
    expect(fill).toMatchObject({ call: 'fillRect', paint: 'misdirected' });
    expect(outline).toMatchObject({ call: 'strokeRect', dash: HIDDEN_DASH });
  });

  it('shows how sure it is: a notch when derived, faint when inferred, hollow when unknown', () => {
    const drawn = draw({});
    const notches = drawn.pen.painted('surface').filter(({ call }) => call === 'fill');
    expect(notches).toHaveLength(1);
    expect(drawnAt(find('/latest'), drawn)[0]).toMatchObject({ call: 'fillRect', alpha: 0.35 });
    expect(drawnAt(find('/late.js'), drawn)).toMatchObject([
      { call: 'strokeRect', paint: 'https://cdn.shop.test' },
    ]);
  });

  it('has the setup that it waited for as a thin line before it', () => {
    const { pen } = draw({});
    for (const paint of ['setupDns', 'setupConnect', 'setupTls'] as const) {
      expect(pen.painted(paint).length).toBeGreaterThan(0);
      for (const { at } of pen.painted(paint)) expect(at[3]).toBe(3);
    }
  });

  it('is dimmed when the filter leaves it out', () => {
    const drawn = draw({ matching: new Set([find('/app.js').request.record.id]) });
    expect(drawnAt(find('/app.css'), drawn)[0]?.alpha).toBe(FAINT);
    expect(drawnAt(find('/app.js'), drawn)[0]?.alpha).toBe(1);
  });

  it('has a ring when selected, also when it is merged into a strip', () => {
    const bar = large.bars.find(({ end, start }) => end - start < 6);
    if (bar === undefined) throw new Error('no short bar');
    const top = large.lanes[bar.lane]?.top ?? 0;
    const { pen } = draw({ layout: large, top, selection: selectionOf(bar) });
    expect(pen.painted('focusRing')).toHaveLength(1);
  });
});

describe('an arrow', () => {
  it('leads from each misdirected attempt; dotted when the page sent it again, dashed when inferred', () => {
    const { pen } = draw({});
    const curves = pen.log.filter(({ call, at }) => call === 'stroke' && at.length === 8 && at[0] === at[2]);
    const dashes = [...curves, ...pen.log.filter(({ dash }) => dash === INFERRED_DASH)].map(({ dash }) => [
      ...dash,
    ]);
    expect(curves.length).toBeGreaterThanOrEqual(3);
    expect(dashes).toContainEqual([1.5, 3]);
  });

  it('lights both ends when one is hovered, and dims the rest', () => {
    const first = find('/login', 0);
    const drawn = draw({ hover: selectionOf(first) });
    expect(drawnAt(first, drawn)[0]?.alpha).toBe(1);
    expect(drawnAt(find('/login', 1), drawn)[0]?.alpha).toBe(1);
    expect(drawnAt(find('/app.css'), drawn)[0]?.alpha).toBe(FAINT);
  });

  it('has a head at the edge when the attempt it leads to is scrolled out of view', () => {
    const last = page.laneOf.get('108')?.top ?? 0;
    const heads = (height: number) =>
      draw({ height }).pen.log.filter(({ call, at }) => call === 'fill' && at.length === 8);
    const atEdge = heads(last - 2).filter(({ at }) => Math.abs((at[1] ?? 0) - (last - 3)) < 1.5);
    expect(atEdge.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a frame', () => {
  it('keeps every misdirected attempt visible and wide, whatever else merges', () => {
    const { pen } = draw({ layout: large, height: large.height });
    const misdirected = large.bars.filter(({ attempt }) => attempt?.misdirected);
    const red = pen.painted('misdirected').filter(({ call }) => call === 'fillRect');
    expect(misdirected.length).toBe(40);
    expect(red.length).toBeGreaterThanOrEqual(misdirected.length);
    for (const { at } of red) expect(at[2]).toBeGreaterThan(4.99);
  });

  it('draws only what is in the view', () => {
    const all = draw({ layout: large, height: large.height }).pen.log.length;
    const few = draw({ layout: large, height: 200, span: { from: 500, to: 700 } }).pen.log.length;
    expect(few).toBeLessThan(all / 20);
  });

  it('never draws far beyond its edges, at any zoom', () => {
    const { pen } = draw({ span: { from: 30, to: 30.01 } });
    for (const { call, at } of pen.log) {
      if (call !== 'fillRect') continue;
      expect(Math.abs(at[2] ?? 0)).toBeLessThan(2000);
    }
  });
});
