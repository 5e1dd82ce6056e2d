import { describe, expect, test } from 'vitest';
import { formatBytes, formatClock, formatMs, plural, shortenMiddle, shortOrigin } from './format.ts';

describe('formatMs', () => {
  test.each([
    [null, '–'],
    [Number.NaN, '–'],
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [9.96, '10 ms'],
    [58.4, '58 ms'],
    [999.6, '1.00 s'],
    [1234, '1.23 s'],
    [12_340, '12.3 s'],
    [61_000, '1 min 1 s'],
    [3_700_000, '1 h 1 min'],
    [-5, '-5.0 ms'],
  ])('%s is %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});

test('a time out of range is unknown', () => {
  expect(formatClock(null)).toBe('–');
  expect(formatClock(9e15)).toBe('–');
  expect(formatClock(1_700_000_000_123)).toMatch(/^\d\d:\d\d:\d\d\.123$/);
});

test('counts and sizes have their units, in singular and plural', () => {
  expect(plural(1, 'request')).toBe('1 request');
  expect(plural(1234, 'request')).toBe('1,234 requests');
  expect(formatBytes(1)).toBe('1 byte');
  expect(formatBytes(5 * 1024 * 1024)).toBe('5.0 MB');
});

test('long hosts lose their middle, not their end', () => {
  expect(shortenMiddle('www.shop.test')).toBe('www.shop.test');
  const short = shortenMiddle('static-images-very-long-name.eu-central-1.cdn.shop.test', 24);
  expect(short).toHaveLength(24);
  expect(short.startsWith('static-im')).toBe(true);
  expect(short.endsWith('shop.test')).toBe(true);
  expect(shortOrigin('https://a.test:8443')).toBe('a.test:8443');
  expect(shortOrigin('http://a.test')).toBe('http://a.test');
});
