import { describe, expect, it } from 'vitest';
import { findings } from '../../testing/findings.ts';
import type { RequestSketch } from '../../testing/sketch-capture.ts';
import type { FindingKind } from '../analysis.ts';

describe('a 421 and caches, by its headers', () => {
  const of = (
    kind: FindingKind,
    responseHeaders: Record<string, string>,
    more: Partial<RequestSketch> = {},
  ) =>
    findings(kind, {
      requests: [{ url: 'https://b.test/', status: 421, connection: '1', responseHeaders, ...more }],
    }).map(({ certainty }) => certainty);

  it.each([
    [{ 'Cache-Status': 'ExampleCache; hit' }, ['observed']],
    [{ 'Cache-Status': 'OriginCache; hit; ttl=1100, CDN; fwd=uri-miss' }, ['observed']],
    [{ 'Cache-Status': 'ExampleCache; fwd=uri-miss; stored' }, []],
    [{ Age: '7' }, ['derived']],
    [{ Age: '0' }, []],
    [{ 'X-Cache': 'HIT, MISS' }, ['derived']],
    [{ 'X-Cache': 'MISS' }, []],
  ])('with %j comes from a cache with the certainties %j', (headers, certainties) => {
    expect(of('misdirected-from-cache', headers)).toEqual(certainties);
  });

  it.each([
    [{ 'Cache-Control': 'max-age=60' }, 1],
    [{ 'Cache-Control': 'public' }, 1],
    [{ 'Cache-Control': 's-maxage=60' }, 1],
    [{ Expires: 'Thu, 01 Dec 2044 16:00:00 GMT', Date: 'Thu, 01 Dec 1994 16:00:00 GMT' }, 1],
    [{ Expires: '0', Date: 'Thu, 01 Dec 1994 16:00:00 GMT' }, 0],
    [{ 'Cache-Control': 'max-age=0', Expires: 'Thu, 01 Dec 2044 16:00:00 GMT' }, 0],
    [{ 'Cache-Control': 'no-store, max-age=60' }, 0],
    [{}, 0],
  ])('with %j gives %j findings about storing', (headers, count) => {
    expect(of('misdirected-cacheable', headers)).toHaveLength(count);
  });

  it('in response to a POST is not stored', () => {
    expect(of('misdirected-cacheable', { 'Cache-Control': 'max-age=60' }, { method: 'POST' })).toEqual([]);
  });
});
