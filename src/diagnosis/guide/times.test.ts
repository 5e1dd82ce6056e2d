import { expect, it } from 'vitest';
import { logTime } from './times.ts';

it('says the minute, and both where the line may fall into the next', () => {
  expect(logTime(Date.UTC(2026, 10, 22, 23, 9, 57, 787))).toEqual({
    text: '2026-11-22 23:09:57.787 UTC',
    since: '2026-11-22 23:09:52 UTC',
    until: '2026-11-22 23:10:02 UTC',
    minutes: ':(09|10):',
  });
  expect(logTime(Date.UTC(2026, 10, 22, 23, 9, 30))?.minutes).toBe(':09:');
});

it.each([null, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18])('has nothing to say of %s', (at) => {
  expect(logTime(at)).toBeNull();
});
