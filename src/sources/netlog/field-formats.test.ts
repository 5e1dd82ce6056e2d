import { expect, it } from 'vitest';
import { parseEndpoint } from './connections/connection.ts';
import { parseGroupId } from './connections/group-id.ts';
import { poolOfMode } from './connections/privacy-mode.ts';
import { proxyName } from './connections/proxy-name.ts';
import { parseHeaders, parseStatusLine, requestLineOf } from './requests/headers.ts';

it.each([
  ['https://a.test <https://b.test same_site>', 'https://a.test', false, 'https://b.test same_site'],
  [
    'pm/https://a.test:8443 <https://b.test cross_site>',
    'https://a.test:8443',
    true,
    'https://b.test cross_site',
  ],
  ['pmwocc/https://a.test', 'https://a.test', true, null],
  ['pmpsa/https://a.test', 'https://a.test', true, null],
  ['dsd/pm/http://[::1]:80 <null null>', 'http://[::1]', true, 'null null'],
  ['dsd/http://a.test/ <>', 'http://a.test', false, ''],
])('reads the socket group %s', (text, origin, privacyMode, partition) => {
  expect(parseGroupId(text)).toMatchObject({ origin, privacyMode, partition });
});

it.each([
  ['https://a.test', 'all', 'disabled'],
  ['pm/https://a.test', 'none', 'enabled'],
  ['pmwocc/https://a.test', 'no-client-certificates', 'enabled without client certs'],
  ['pmpsa/https://a.test', 'partitioned', 'enabled partitioned state allowed'],
  ['pmnew/https://a.test', null, 'enabled in a new way'],
])('distinguishes the pool of %s', (group, credentials, mode) => {
  expect(parseGroupId(group)?.credentials).toBe(credentials);
  expect(poolOfMode(mode).credentials).toBe(credentials);
});

it('returns null for text that is not a socket group', () => {
  expect(parseGroupId('')).toBeNull();
  expect(parseGroupId('a.test:443')).toBeNull();
});

it('reads endpoints', () => {
  expect(parseEndpoint('127.0.0.1:443')).toEqual({ address: '127.0.0.1', port: 443 });
  expect(parseEndpoint('[2001:db8::1]:8443')).toEqual({ address: '2001:db8::1', port: 8443 });
  for (const text of [null, '', 'a.test', ':443', '127.0.0.1:']) expect(parseEndpoint(text)).toBeNull();
});

it('reads headers with colons in their names and values', () => {
  expect(parseHeaders([':path: /a:b', 'X: ', 'no colon', 7, 'Date: 10:00'])).toEqual([
    { name: ':path', value: '/a:b' },
    { name: 'X', value: '' },
    { name: 'Date', value: '10:00' },
  ]);
  expect(parseHeaders('x')).toEqual([]);
});

it('reads status lines of every protocol', () => {
  expect(parseStatusLine(['HTTP/1.1 421'])).toBe(421);
  expect(parseStatusLine(['HTTP/2 200 OK', 'x: y'])).toBe(200);
  for (const headers of [[], ['x: y'], [7], null, 'HTTP/1.1 200'])
    expect(parseStatusLine(headers)).toBeNull();
});

it('finds method and URL in the request headers', () => {
  const h2 = parseHeaders([':method: GET', ':authority: a.test', ':scheme: https', ':path: /x']);
  expect(requestLineOf(h2, null, 'http')).toEqual({ method: 'GET', url: 'https://a.test/x' });
  const h1 = parseHeaders(['Host: a.test:8080']);
  expect(requestLineOf(h1, 'POST /y HTTP/1.1\r\n', 'http')).toEqual({
    method: 'POST',
    url: 'http://a.test:8080/y',
  });
  expect(requestLineOf([], null, 'http')).toEqual({ method: null, url: null });
});

it('reads privacy modes and proxies', () => {
  expect(
    ['disabled', 'enabled', 'enabled without client certs', undefined].map(
      (mode) => poolOfMode(mode).privacyMode,
    ),
  ).toEqual([false, true, true, null]);
  expect(['[direct://]', '[https://p.test:1]', '[https://a, https://b]', '', null].map(proxyName)).toEqual([
    null,
    'https://p.test:1',
    'https://a, https://b',
    null,
    null,
  ]);
});
