import { describe, expect, test } from 'vitest';
import {
  chromeVersion,
  parseAddress,
  parseHeaderObject,
  parsePort,
  parseProtocol,
  parseStatus,
} from './http.ts';

describe('the protocol', () => {
  test.each([
    ...['http/2.0', 'h2', 'HTTP/2', 'HTTP/2.0', 'h2c'].map((name) => [name, 'h2'] as const),
    ...['h3', 'H3', 'h3-29', 'h3-Q050', 'HTTP/3', 'http/2+quic/46'].map((name) => [name, 'h3'] as const),
    ...['http/1.1', 'HTTP/1.1', ' HTTP/1.1 '].map((name) => [name, 'http/1.1'] as const),
    // None of the three, or unknown.
    ...['', 'http/1.0', 'unknown', 'data', 'h4', 'http/2.5', null, 2].map((name) => [name, null] as const),
  ])('by the name %j is %s', (name, protocol) => {
    expect(parseProtocol(name)).toBe(protocol);
  });
});

test('a status is a number from 100 to 999', () => {
  expect([200, 421, 999, '421'].map(parseStatus)).toEqual([200, 421, 999, 421]);
  expect([0, -1, 99, 1_000, 200.5, '42', '4211', null, Number.NaN].map(parseStatus)).toEqual(
    Array(9).fill(null),
  );
});

test('a port is a number or a string of digits', () => {
  expect([443, '8443', 65_535].map(parsePort)).toEqual([443, 8_443, 65_535]);
  expect([0, 65_536, '', '0', 'x', '443 ', '-1', 1.5, null].map(parsePort)).toEqual(Array(9).fill(null));
});

test('an address has no brackets', () => {
  expect(['[2001:db8::1]', '192.0.2.1', '', null].map(parseAddress)).toEqual([
    '2001:db8::1',
    '192.0.2.1',
    null,
    null,
  ]);
});

test('a repeated header of the DevTools protocol has one line per value', () => {
  expect(parseHeaderObject({ a: 'x\ny', b: 5, c: '' })).toEqual([
    { name: 'a', value: 'x' },
    { name: 'a', value: 'y' },
    { name: 'c', value: '' },
  ]);
  expect(parseHeaderObject([])).toBeNull();
});

test('the version of Chromium is in the user agent of all browsers based on it', () => {
  expect(
    chromeVersion('Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 HeadlessChrome/156.0.0.0 Safari/537.36'),
  ).toBe('156.0.0.0');
  expect(chromeVersion('… Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0')).toBe('146.0.0.0');
  expect(chromeVersion('Mozilla/5.0 (X11; rv:146.0) Gecko/20100101 Firefox/146.0.1')).toBeNull();
  expect(chromeVersion(null)).toBeNull();
});
