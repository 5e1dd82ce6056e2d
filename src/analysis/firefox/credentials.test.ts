import { expect, it } from 'vitest';
import type { RequestRecord } from '../../model/capture.ts';
import type { RequestFacts } from '../../model/evidence.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { CredentialsReader } from './credentials.ts';

function requestTo(host: string, headers: Record<string, string>, facts: RequestFacts = {}, method = 'GET') {
  const requestHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const named = { key: '1', url: `https://${host}/`, method };
  const { requests } = buildCapture((emit) =>
    emit({ kind: 'request', source: 'har', ...named, facts: { requestHeaders, ...facts } }),
  );
  const [record] = requests;
  if (record === undefined) throw new Error('no request');
  return record;
}

/** What is read of each of these requests, in this order. */
function read(...requests: RequestRecord[]): (string | null)[] {
  const reader = new CredentialsReader();
  return requests.map((request) => reader.read(request, request.origin ?? ''));
}

const COOKIE = { cookie: 'visit=1' };
const CORS = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' };

it('reads a cookie, an Authorization field, and modes that always send credentials', () => {
  const sent: Record<string, string>[] = [
    COOKIE,
    { authorization: 'Basic x' },
    { 'sec-fetch-mode': 'no-cors' },
  ];
  const requests = sent.map((headers) => requestTo('a.shop.test', headers));
  expect(read(...requests)).toEqual(['with', 'with', 'with']);
});

it('reads a preflight as one without credentials', () => {
  const preflight = requestTo('a.shop.test', { 'access-control-request-method': 'POST' }, {}, 'OPTIONS');
  expect(read(preflight)).toEqual(['without']);
});

it('misses the cookie that the host has received before', () => {
  expect(read(requestTo('a.shop.test', COOKIE), requestTo('a.shop.test', CORS))).toEqual(['with', 'without']);
});

it('misses a cookie of the whole site only when two of its hosts received the same one', () => {
  const first = requestTo('a.shop.test', COOKIE);
  expect(read(first, requestTo('c.shop.test', CORS))).toEqual(['with', null]);
  const second = requestTo('b.shop.test', COOKIE);
  expect(read(first, second, requestTo('c.shop.test', CORS))).toEqual(['with', 'with', 'without']);
  expect(read(first, second, requestTo('c.other.test', CORS)).at(-1)).toBeNull();
});

it('concludes from a readable response that does not allow credentials', () => {
  const anyone = { responseHeaders: [{ name: 'access-control-allow-origin', value: '*' }] };
  const allowing = {
    responseHeaders: [
      { name: 'access-control-allow-origin', value: 'https://www.shop.test' },
      { name: 'access-control-allow-credentials', value: 'true' },
    ],
  };
  expect(read(requestTo('a.cdn.test', CORS, anyone))).toEqual(['without']);
  expect(read(requestTo('a.cdn.test', CORS, allowing))).toEqual([null]);
});
