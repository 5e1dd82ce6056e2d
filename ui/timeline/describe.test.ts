import { describe, expect, it } from 'vitest';
import { CaptureScript } from '../testing/capture-script.ts';
import { examplePageAnalysis } from '../testing/example-page.ts';
import { announce, describeBar, describeLane } from './describe.ts';
import type { Bar } from './layout/bar.ts';
import { computeLayout } from './layout/layout.ts';

const layout = computeLayout(examplePageAnalysis());
const find = (path: string, index = 0): Bar => {
  const bar = layout.bars.find((each) => each.request.record.url.includes(path) && each.index === index);
  if (bar === undefined) throw new Error(`no bar for ${path}`);
  return bar;
};

describe('announce', () => {
  it('says everything that the drawing shows', () => {
    expect(announce(find('/latest'))).toBe(
      '421, hidden, GET reviews.shop.test /latest on connection 87, coalesced, inferred 93 %, 26 ms, at 262 ms',
    );
    expect(announce(find('/login', 1))).toBe(
      '200, POST auth.shop.test /login on connection 108, re-sent, observed, 62 ms, at 181 ms',
    );
  });

  it('says what is unknown', () => {
    expect(announce(find('/late.js'))).toContain('on an unknown connection');
    expect(announce(find('/events'))).toContain('still running');
    expect(announce(find('/cached.css', -1))).toBe(
      '200, GET www.shop.test /cached.css without a connection, 1.0 ms, at 80 ms',
    );
  });
});

describe('describeBar', () => {
  it('ends with what an inferred attempt was compared with', () => {
    const { lines } = describeBar(find('/latest'));
    expect(lines.at(-1)).toMatch(
      /^It stalled 26 ms .* 9 connections without anything to share stalled 2 to 6 ms\.$/,
    );
  });

  it('gives the lines of the tooltip, without the query', () => {
    const { title, lines, bad } = describeBar(find('/login'));
    expect(title).toBe('421  POST');
    expect(bad).toBe(true);
    expect(lines.slice(0, 5)).toEqual([
      'auth.shop.test/login',
      'On connection 87, stream 1',
      'Attempt 1 of 2',
      'Hidden from the page and DevTools, coalesced, observed',
      '20 ms, at 160 ms',
    ]);
  });

  it('makes invisible characters visible', () => {
    const script = new CaptureScript();
    script.request('https://a.test/\u202Egpj.exe', [{ on: '1', at: 0, for: 1, error: '\u0000x' }], {
      method: 'GE\u200BT',
    });
    const [bar] = computeLayout(script.analysis()).bars;
    const text =
      bar === undefined ? '' : [...describeBar(bar).lines, describeBar(bar).title, announce(bar)].join(' ');
    for (const hiding of ['\u0000', '\u200B', '\u202E']) expect(text).not.toContain(hiding);
    expect(text).toContain('‹U+202E›');
  });
});

describe('describeLane', () => {
  it('says what the connection was opened for, how sure that is, and who shared it', () => {
    const lane = layout.laneOf.get('112');
    if (lane === undefined) throw new Error('no lane');
    expect(describeLane(lane)).toMatchObject({
      title: 'Connection 112',
      lines: expect.arrayContaining([
        'h2, 203.0.113.7:443',
        'Opened for api.shop.test (observed)',
        'Shared with admin.shop.test',
        '4 attempts',
      ]),
    });
  });

  it('says "possibly" where redundancy is not certain', () => {
    const lane = layout.laneOf.get('112');
    if (lane?.connection == null) throw new Error('no lane');
    const { connection } = lane;
    const linesOf = (certainty: 'derived' | 'unknown') =>
      describeLane({
        ...lane,
        connection: { ...connection, redundant: { cause: 'CERT', sharedWith: '87', certainty } },
      }).lines;
    expect(linesOf('derived')).toContain('Redundant (CERT): connection 87 could have carried it');
    expect(linesOf('unknown')).toContain('Possibly redundant (CERT): connection 87 might have carried it');
  });

  it('writes IPv6 addresses so that the port is recognisable', () => {
    const lane = layout.laneOf.get('120');
    expect(lane === undefined ? [] : describeLane(lane).lines[0]).toBe('h3, [2001:db8:0:17::a11:c0de]:443');
  });

  it('describes lanes without a connection', () => {
    const titles = layout.lanes
      .filter(({ kind }) => kind !== 'connection')
      .map((lane) => describeLane(lane).title);
    expect(titles).toEqual(['Connection unknown', 'No connection needed']);
  });
});
