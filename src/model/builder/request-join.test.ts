import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestJoin } from './request-join.ts';

const URL_A = 'https://a.test/x';

/** A join that knows requests of one source: their ids with their starts. */
function joinWith(requests: Record<string, number | null>, source: 'har' | 'netlog' = 'har'): RequestJoin {
  const join = new RequestJoin();
  for (const [id, startedAt] of Object.entries(requests)) join.add(id, source, 'GET', URL_A, startedAt);
  return join;
}

describe('a request is joined', () => {
  test('with the same URL and method of another source', () => {
    const join = joinWith({ r1: 1_000 });
    expect(join.find('cdp', 'POST', URL_A, 1_000)).toBeNull();
    expect(join.find('cdp', 'GET', `${URL_A}y`, 1_000)).toBeNull();
    expect(join.find('cdp', 'GET', URL_A, 1_000)).toBe('r1');
  });

  test('whatever its fragment: it never reaches the network', () => {
    expect(joinWith({ r1: 1_000 }).find('cdp', 'GET', `${URL_A}#top`, 1_000)).toBe('r1');
  });

  test('up to three seconds away, also across the edge of a window', () => {
    expect(joinWith({ r1: 10_000 }).find('cdp', 'GET', URL_A, 13_000)).toBe('r1');
    expect(joinWith({ r1: 10_000 }).find('cdp', 'GET', URL_A, 7_000)).toBe('r1');
    expect(joinWith({ r1: 10_000 }).find('cdp', 'GET', URL_A, 13_001)).toBeNull();
    expect(joinWith({ r1: 10_000 }).find('cdp', 'GET', URL_A, 6_999)).toBeNull();
  });

  test('never with another one of the same source', () => {
    expect(joinWith({ r1: 1_000 }).find('har', 'GET', URL_A, 1_000)).toBeNull();
  });

  test('once by each source', () => {
    const join = joinWith({ r1: 1_000 });
    expect(join.find('cdp', 'GET', URL_A, 1_000)).toBe('r1');
    expect(join.find('cdp', 'GET', URL_A, 1_000)).toBeNull();
    expect(join.find('webrequest', 'GET', URL_A, 1_000)).toBe('r1');
    expect(join.find('webrequest', 'GET', URL_A, 1_000)).toBeNull();
  });
});

describe('of several candidates', () => {
  test('the nearest in time is taken', () => {
    const join = joinWith({ r1: 1_000, r2: 1_050, r3: 2_900 });
    expect(join.find('cdp', 'GET', URL_A, 1_045)).toBe('r2');
    expect(join.find('cdp', 'GET', URL_A, 3_100)).toBe('r3');
    expect(join.find('cdp', 'GET', URL_A, 1_045)).toBe('r1');
  });

  test('without times the first in order', () => {
    const join = joinWith({ r1: 1_000, r2: null, r3: 9_000 });
    expect(['a', 'b', 'c', 'd'].map(() => join.find('cdp', 'GET', URL_A, null))).toEqual([
      'r1',
      'r2',
      'r3',
      null,
    ]);
  });

  test('one with a time that fits goes before one without', () => {
    const join = joinWith({ r1: null, r2: 1_000 });
    expect(join.find('cdp', 'GET', URL_A, 3_500)).toBe('r2');
    expect(join.find('cdp', 'GET', URL_A, 3_500)).toBe('r1');
  });
});

test('a NetLog and a HAR of the same run pair one to one, however many requests have the same URL', () => {
  // Ascending starts at least 20 ms apart, seen by the other source up to 9 ms later: nearest is right.
  const gaps = fc.array(fc.integer({ min: 20, max: 4_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 9 }), (apart, late) => {
      let at = 0;
      const starts = apart.map((gap) => {
        at += gap;
        return at;
      });
      const join = new RequestJoin();
      for (const start of starts) join.add(`r${start}`, 'netlog', 'GET', URL_A, start);
      for (const start of starts) expect(join.find('har', 'GET', URL_A, start + late)).toBe(`r${start}`);
    }),
  );
});

test('thirty thousand requests for one URL within a second still pair in order', () => {
  const join = new RequestJoin();
  const starts = Array.from({ length: 30_000 }, (_, i) => 5_000 + i / 100);
  const reportedTwice = starts.filter((start, i) => {
    const known = join.find('netlog', 'GET', URL_A, start);
    join.add(String(i), 'netlog', 'GET', URL_A, start);
    return known !== null;
  });
  expect(reportedTwice).toEqual([]);
  const outOfOrder = (source: 'har' | 'cdp', timed: boolean) =>
    starts.filter((start, i) => join.find(source, 'GET', URL_A, timed ? start : null) !== String(i));
  expect(outOfOrder('har', true)).toEqual([]);
  expect(outOfOrder('cdp', false)).toEqual([]);
});
