import { describe, expect, test } from 'vitest';
import { analysisOf, shopEvidence } from '../testing/shop.ts';
import { matchingRequests } from './match.ts';
import { parseFilter } from './parse.ts';

const analysis = analysisOf(shopEvidence());
/** The paths of the requests that match, in order. */
function matchingPaths(text: string): string[] | null {
  const matching = matchingRequests(parseFilter(text), analysis);
  if (matching === null) return null;
  const requests = [...analysis.requests.values()].filter(({ record }) => matching.has(record.id));
  return requests.map(({ record }) => record.url.replace(/^https:\/\/[^/]*/, ''));
}

describe('matchingRequests', () => {
  test.each([
    ['', null],
    ['unknown:x', null],
    ['SHOP.test/a', ['/a.png?w=2']],
    ['status:421', ['/login', '/x']],
    ['status:2xx', ['/', '/a.png?w=2', '/login']],
    ['-status:421', ['/', '/a.png?w=2']],
    ['host:auth,img', ['/a.png?w=2', '/login']],
    ['host:*.shop.test host:w*', ['/']],
    ['host:8443', ['/x']],
    ['method:post', ['/login']],
    ['connection:87', ['/', '/a.png?w=2', '/login', '/x']],
    ['-connection:87', []],
    ['is:coalesced', ['/a.png?w=2', '/login', '/x']],
    ['is:misdirected', ['/login', '/x']],
    ['is:hidden status:200', ['/login']],
    ['is:resent', ['/login', '/x']],
  ])('%s', (text, expected) => {
    expect(matchingPaths(text)).toEqual(expected);
  });

  test('a request matches when one of its attempts was on a redundant connection', () => {
    const opened = [...shopEvidence()].map((event) =>
      event.kind === 'attempt' && event.index === 1
        ? { ...event, facts: { ...event.facts, reused: false } }
        : event,
    );
    const after421 = analysisOf(opened);
    const matching = matchingRequests(parseFilter('is:redundant'), after421);
    expect([...(matching ?? [])].map((id) => after421.requests.get(id)?.record.url)).toEqual([
      'https://auth.shop.test/login',
      'https://old.shop.test:8443/x',
    ]);
  });

  test('each number of the summary is the number of rows that its filter shows', () => {
    expect(matchingPaths('is:coalesced')).toHaveLength(analysis.summary.coalescedRequests ?? -1);
    expect(matchingPaths('is:resent')).toHaveLength(analysis.summary.resentRequests);
    expect(matchingPaths('is:misrouted')).toHaveLength(analysis.summary.misroutedRequests);
  });
});
