// Over 250 lines: the analysis as a whole, one short case for each of its parts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../model/capture.ts';
import { CONNECTIONS, PAGE, RESENT } from '../testing/resent-sketch.ts';
import { type CaptureSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { analyze } from './analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

const SHOP: CaptureSketch = {
  connections: [
    { id: '1', openedFor: A, openedAt: 0 },
    { id: '2', openedFor: B, openedAt: 130 },
  ],
  requests: [
    { url: `${A}/`, connection: '1', at: 0, reused: false, setup: 20, resourceType: 'document' },
    { url: `${B}/x`, connection: '2', at: 100, took: 90, stalled: 25, setup: 40, reused: false },
    { url: `${B}/y`, connection: '2', at: 300, status: 421, stalled: 21 },
    { url: `${B}/y`, connection: '2', at: 400 },
    { url: 'https://c.shop.test/z', connection: '1', at: 500 },
    { url: `${A}/cached`, fromCache: true },
    { url: 'data:text/plain,x' },
  ],
};

function codes(sketch: CaptureSketch): string[] {
  return analyze(sketchCapture(sketch)).gaps.map(({ code }) => code);
}

describe('the summary', () => {
  it('counts requests, attempts and lost time', () => {
    expect(analyze(sketchCapture(SHOP)).summary).toEqual({
      requests: 7,
      connections: 2,
      origins: 3,
      coalescedRequests: 2,
      misdirectedAttempts: 3,
      hiddenAttempts: 2,
      visibleMisdirected: 1,
      resentRequests: 2,
      misroutedRequests: 0,
      // It is inferred, so it counts only in the upper bound, with every cause that is possible while the pools are unknown.
      redundantConnections: {},
      redundantAtMost: { 'AFTER-421': 1, CERT: 1, CRED: 1, PARTITION: 1, PROXY: 1, 'CLIENT-CERT': 1 },
      possiblyRedundant: 1,
      wastedMs: 46,
      cost: expect.objectContaining({ attempts: 3 }),
    });
  });

  it('of an empty capture is empty', () => {
    const { summary, findings, gaps } = analyze(sketchCapture({ requests: [] }));
    expect(summary).toMatchObject({
      requests: 0,
      connections: 0,
      origins: 0,
      wastedMs: 0,
      redundantConnections: {},
      redundantAtMost: {},
    });
    expect(findings).toEqual([]);
    expect(gaps).toEqual([]);
  });
});

describe('a request that never reached the network', () => {
  it.each([
    ['came from a cache', { fromCache: true }],
    ['was blocked', { status: 0, error: 'net::ERR_BLOCKED_BY_CLIENT' }],
  ])('has no attempts when it %s', (_, facts) => {
    const analysis = analyze(sketchCapture({ requests: [{ url: A, ...facts }] }));
    expect(analysis.requests.get('r1')?.attempts).toEqual([]);
  });

  it('is distinguished from one whose connection no source names', () => {
    const analysis = analyze(sketchCapture({ source: 'webrequest', requests: [{ url: A, status: 200 }] }));
    expect(analysis.requests.get('r1')?.attempts).toMatchObject([
      { connection: null, status: 200, coalesced: null, certainty: 'observed' },
    ]);
  });
});

describe('an attempt that a log reports', () => {
  it('is a 421 when the log hides statuses but says why it was sent again', () => {
    const attempts = [
      { connection: '1', restart: 'misdirected' as const },
      { connection: '2', status: 200 },
    ];
    const analysis = analyze(sketchCapture({ source: 'netlog', requests: [{ url: A, attempts }] }));
    expect(analysis.requests.get('r1')?.attempts).toMatchObject([
      { status: 421, misdirected: true, hidden: true },
      { status: 200, resent: true, hidden: false },
    ]);
  });

  it('is not a 421 when it failed, and the next is not re-sent after one', () => {
    const attempts = [
      { connection: '1', restart: 'error' as const, error: 'net::ERR_CONNECTION_RESET' },
      { connection: '2', status: 200 },
    ];
    const analysis = analyze(sketchCapture({ source: 'netlog', requests: [{ url: A, attempts }] }));
    expect(analysis.requests.get('r1')?.attempts).toMatchObject([
      { status: null, misdirected: false, hidden: true },
      { resent: false },
    ]);
    expect(analysis.summary).toMatchObject({ hiddenAttempts: 1, misdirectedAttempts: 0, resentRequests: 0 });
  });
});

describe('the gaps of a capture', () => {
  it('are listed once each, with the family of the browser', () => {
    expect(analyze(sketchCapture(SHOP)).gaps).toEqual([
      { code: 'hidden-attempts-inferred', family: 'chromium', evidence: 'timing' },
      { code: 'no-certificates', family: 'chromium' },
      { code: 'redundancy-undecided', family: 'chromium', connections: 1 },
    ]);
  });

  it.each([
    ['WebKit Web Inspector', 'safari'],
    ['Lynx', 'unknown'],
    [null, 'unknown'],
  ])('of %s are those of its family (%s), without inference', (browser, family) => {
    expect(analyze(sketchCapture({ ...SHOP, browser })).gaps).toEqual([
      { code: 'hidden-attempts-inferred', family, evidence: 'no-rule' },
      { code: 'no-certificates', family },
      { code: 'redundancy-undecided', family, connections: 1 },
    ]);
  });

  it('of a proxy say nothing about certificates: the browser saw those of the proxy', () => {
    expect(analyze(sketchCapture({ ...SHOP, browser: 'mitmproxy' })).gaps).toEqual([
      { code: 'hidden-attempts-inferred', family: 'proxy', evidence: 'no-rule' },
      { code: 'redundancy-undecided', family: 'proxy', connections: 1 },
    ]);
  });

  it.each<[string, CaptureSketch, string]>([
    ['connections without a name', { requests: [{ url: A }] }, 'no-connection-ids'],
    [
      'connections from before',
      { connections: [{ id: '1' }], requests: [{ url: A, connection: '1' }] },
      'no-opening',
    ],
    ['a page from before', { requests: [{ url: A, resourceType: 'fetch' }] }, 'started-late'],
    [
      'a control group',
      { connections: CONNECTIONS, requests: [{ ...PAGE, reused: true }, RESENT] },
      'no-control',
    ],
    ['streams', { requests: [{ url: A, protocol: 'h2', connection: '1' }] }, 'no-streams'],
    [
      'hosts that were removed',
      { source: 'netlog', requests: [{ url: '', attempts: [{ status: 200 }] }] },
      'redacted',
    ],
  ])('include %s', (_, sketch, code) => {
    expect(codes(sketch)).toContain(code);
  });

  it('do not include attempts when a log reports them all', () => {
    const attempts = [{ connection: '1', stream: 1, status: 200 }];
    const connections = [{ id: '1', openedFor: A, names: ['a.shop.test'] }];
    expect(codes({ source: 'netlog', connections, requests: [{ url: A, attempts }] })).toEqual([]);
  });
});

describe('a live capture', () => {
  it('keeps the conclusions about requests that did not change', () => {
    const before = sketchCapture(SHOP);
    const first = analyze(before).requests.get('r1');
    const after: Capture = { ...before, version: before.version + 1, requests: [...before.requests] };
    expect(analyze(after).requests.get('r1')).toBe(first);
  });

  it('updates the conclusions when more is known about the connection', () => {
    const before = sketchCapture({ connections: [{ id: '1' }], requests: [{ url: B, connection: '1' }] });
    expect(analyze(before).requests.get('r1')?.attempts).toMatchObject([{ coalesced: null }]);
    const connections = before.connections.map((connection) => ({ ...connection, openedFor: A }));
    expect(analyze({ ...before, connections }).requests.get('r1')?.attempts).toMatchObject([
      { coalesced: true },
    ]);
  });
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const id = fc.constantFrom('1', '2', '3', '__proto__', '');
const ms = fc.oneof(fc.integer({ min: -10, max: 2_000 }), fc.double());
const url = fc.oneof(
  fc.constantFrom(`${A}/x`, `${B}/x`, `${B}/y`, 'http://c.test/', 'wss://a.shop.test/', 'data:,', ''),
  fc.string(),
);
const status = maybe(fc.constantFrom(0, 101, 200, 301, 404, 421, 503, 999));
const attempt = fc.record(
  {
    connection: id,
    status,
    restart: maybe(fc.constantFrom('misdirected' as const, 'error' as const)),
    startedAt: ms,
    endedAt: ms,
    reused: fc.boolean(),
  },
  { requiredKeys: [] },
);
const request = fc.record(
  {
    url,
    at: ms,
    took: ms,
    status,
    connection: id,
    reused: fc.boolean(),
    stalled: ms,
    setup: ms,
    wait: ms,
    fromCache: fc.boolean(),
    resourceType: fc.constantFrom('document', 'fetch'),
    error: fc.constantFrom('net::ERR_HTTP2_PROTOCOL_ERROR', 'x'),
    attempts: fc.array(attempt, { maxLength: 3 }),
  },
  { requiredKeys: ['url'] },
);
const connection = fc.record(
  {
    id,
    openedFor: fc.constantFrom(A, B, 'junk'),
    openedAt: ms,
    closedAt: ms,
    remote: fc.constantFrom('10.0.0.1:443', '::1', ''),
    protocol: fc.constantFrom('h2' as const, 'h3' as const, 'http/1.1' as const),
    names: fc.array(fc.string(), { maxLength: 2 }),
    privacyMode: fc.boolean(),
    partition: fc.string(),
    proxy: fc.string(),
  },
  { requiredKeys: ['id'] },
);

it('keeps its invariants for any capture', () => {
  const sketches = fc.record({
    browser: fc.constantFrom('Chrome', 'Firefox', 'Safari', 'Other', null),
    connections: fc.array(connection, { maxLength: 4 }),
    requests: fc.array(request, { maxLength: 8 }),
  });
  fc.assert(
    fc.property(sketches, (sketch) => {
      const capture = sketchCapture(sketch as CaptureSketch);
      const analysis = analyze(capture);
      expect(analyze(capture)).toEqual(analysis);
      expect([...analysis.requests.keys()]).toEqual(capture.requests.map(({ id: key }) => key));
      expect([...analysis.connections.keys()]).toEqual(capture.connections.map(({ id: key }) => key));
      for (const { attempts } of analysis.requests.values()) {
        for (const [i, one] of attempts.entries()) {
          expect(one.hidden).toBe(i < attempts.length - 1);
          expect(one.misdirected).toBe(one.status === 421);
          expect(one.resent).toBe(i > 0 && attempts[i - 1]?.misdirected === true);
          expect(one.coalesced === null).toBe(one.coalescedCertainty === 'unknown');
          expect(one.confidence === 1).toBe(one.certainty !== 'inferred');
          expect(one.confidence).toBeGreaterThan(0.5);
        }
      }
      for (const { attempts } of analysis.connections.values()) {
        for (const ref of attempts)
          expect(analysis.requests.get(ref.request)?.attempts[ref.index]).toBeDefined();
      }
      const ids = analysis.findings.map((finding) => finding.id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 300 },
  );
});
