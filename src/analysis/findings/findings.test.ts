// Over 250 lines: one short case for each finding kind, from the same sketches.
import { describe, expect, it } from 'vitest';
import { type CaptureSketch, type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import type { FindingKind } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { misroutedConfidence } from '../misrouting/misrouted-confidence.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';
const CONNECTIONS = [
  { id: '1', openedFor: A, openedAt: 0 },
  { id: '2', openedFor: B, openedAt: 100 },
];

function findingsOf(kind: FindingKind, sketch: CaptureSketch) {
  return analyze(sketchCapture({ connections: CONNECTIONS, ...sketch })).findings.filter(
    (f) => f.kind === kind,
  );
}

/** A request as a NetLog reports it: the statuses in order, and the connections by their ids. */
function logged(
  attempts: readonly (readonly [connection: string, status: number])[],
  method = 'GET',
): RequestSketch {
  return {
    url: `${B}/${attempts.map(([, status]) => status).join('-')}`,
    method,
    status: attempts.at(-1)?.[1] ?? 0,
    attempts: attempts.map(([connection, status], i) => ({
      connection,
      status,
      restart: i < attempts.length - 1 ? ('misdirected' as const) : null,
      startedAt: 200 + i * 20,
      endedAt: 220 + i * 20,
    })),
  };
}

describe('a 421 that led to', () => {
  it('a successful re-send is recovered: one finding for an origin and the origin of its connection', () => {
    const requests = [
      logged([
        ['1', 421],
        ['2', 200],
      ]),
      logged([
        ['1', 421],
        ['2', 404],
      ]),
      logged([['2', 200]]),
    ];
    expect(findingsOf('misdirected-recovered', { source: 'netlog', requests })).toEqual([
      {
        id: `misdirected-recovered ${B} ${A}`,
        kind: 'misdirected-recovered',
        severity: 'warning',
        certainty: 'observed',
        confidence: 1,
        requests: ['r1', 'r2'],
        connections: ['1', '2'],
        origins: [B, A],
        cost: expect.objectContaining({ attempts: 2, ms: 40 }),
      },
    ]);
  });

  it('another 421 is persistent', () => {
    const requests = [
      logged([
        ['1', 421],
        ['2', 421],
      ]),
    ];
    expect(findingsOf('misdirected-persistent', { source: 'netlog', requests })).toMatchObject([
      { severity: 'error', certainty: 'observed', requests: ['r1'] },
    ]);
    expect(findingsOf('misdirected-recovered', { source: 'netlog', requests })).toEqual([]);
    expect(findingsOf('retry-on-same-connection', { source: 'netlog', requests })).toEqual([]);
  });

  it('another 421 on the same connection was a useless retry', () => {
    const requests = [
      logged([
        ['2', 421],
        ['2', 421],
      ]),
    ];
    expect(findingsOf('retry-on-same-connection', { source: 'netlog', requests })).toMatchObject([
      { requests: ['r1'] },
    ]);
  });

  it('no re-send was not re-sent, which only a log can show', () => {
    const requests = [logged([['1', 421]])];
    expect(findingsOf('misdirected-not-resent', { source: 'netlog', requests })).toMatchObject([
      { severity: 'error' },
    ]);
    const unknown = [{ url: B, status: 421, connection: '1' }];
    expect(findingsOf('misdirected-not-resent', { browser: null, requests: unknown })).toEqual([]);
  });

  it('an unknown outcome is reported as such without a log or a known browser', () => {
    const requests = [{ url: B, status: 421, connection: '1' }];
    expect(findingsOf('misdirected-seen', { browser: 'Postman', requests })).toMatchObject([
      { severity: 'error', certainty: 'observed', requests: ['r1'], origins: [B] },
    ]);
    expect(findingsOf('misdirected-persistent', { browser: 'Postman', requests })).toEqual([]);
    expect(findingsOf('misdirected-seen', { source: 'netlog', requests: [logged([['1', 421]])] })).toEqual(
      [],
    );
  });

  it('no re-send, after a failed first attempt, was not re-sent', () => {
    const attempts = [
      { connection: '1', error: 'net::ERR_CONNECTION_CLOSED', restart: 'error' as const, startedAt: 200 },
      { connection: '2', status: 421, startedAt: 220, endedAt: 240 },
    ];
    const requests = [{ url: B, status: 421, attempts }];
    expect(findingsOf('misdirected-not-resent', { source: 'netlog', requests })).toHaveLength(1);
    expect(findingsOf('misdirected-persistent', { source: 'netlog', requests })).toEqual([]);
  });

  it.each([
    ['POST', 1],
    ['PATCH', 1],
    ['PUT', 0],
    ['GET', 0],
  ])('a second %s gives %j findings', (method, findings) => {
    const requests = [
      logged(
        [
          ['1', 421],
          ['2', 200],
        ],
        method,
      ),
    ];
    expect(findingsOf('non-idempotent-resent', { source: 'netlog', requests })).toHaveLength(findings);
  });
});

describe('a visible 421', () => {
  const failed: RequestSketch = { url: `${B}/x`, status: 421, connection: '2', at: 200, stalled: 20 };

  it('is persistent, derived', () => {
    expect(findingsOf('misdirected-persistent', { requests: [failed] })).toMatchObject([
      { certainty: 'derived' },
    ]);
  });

  it('from a cache gives that finding only', () => {
    const requests = [{ ...failed, connection: undefined, fromCache: true } as RequestSketch];
    expect(findingsOf('misdirected-from-cache', { requests })).toMatchObject([
      { certainty: 'observed', requests: ['r1'] },
    ]);
    expect(findingsOf('misdirected-persistent', { requests })).toEqual([]);
  });

  it('that the page repeats is re-sent by the page', () => {
    const requests = [failed, { ...failed, status: 200, at: 300 }];
    expect(findingsOf('resent-by-page', { requests })).toMatchObject([
      { requests: ['r1', 'r2'], severity: 'info' },
    ]);
  });

  it.each([
    ['h3=":443"; ma=3600', 1],
    ['clear', 0],
  ])('with Alt-Svc %j gives %j findings', (value, findings) => {
    const requests = [{ ...failed, responseHeaders: { 'Alt-Svc': value } }];
    expect(findingsOf('alt-svc-on-421', { requests })).toHaveLength(findings);
  });
});

describe('misrouting', () => {
  const shared = (path: string, status: number): RequestSketch => ({
    url: `${B}/${path}`,
    status,
    connection: '1',
    at: 200,
  });
  const own = (path: string, status = 200): RequestSketch => ({
    url: `${B}/${path}`,
    status,
    connection: '2',
    at: 200,
  });
  const suspected = (...requests: RequestSketch[]) => findingsOf('misrouted-suspected', { requests });

  it('is suspected when requests fail on a shared connection and succeed on its own', () => {
    expect(suspected(shared('x', 404), own('x'))).toEqual([
      {
        id: `misrouted-suspected ${B} ${A}`,
        kind: 'misrouted-suspected',
        severity: 'warning',
        certainty: 'inferred',
        confidence: 0.95,
        requests: ['r1'],
        connections: ['1'],
        origins: [B, A],
        cost: null,
      },
    ]);
  });

  it('is suspected when all requests fail there', () => {
    expect(suspected(shared('1', 404), shared('2', 403), shared('3', 400), own('4'))).toMatchObject([
      { requests: ['r1', 'r2', 'r3'] },
    ]);
  });

  it.each([
    ['one thing failed', [shared('1', 404), own('2'), own('3'), own('4'), own('5')]],
    ['the same thing failed often', [shared('1', 404), shared('1', 404), shared('1', 404), own('2')]],
    [
      'other requests succeed there',
      [shared('1', 404), shared('2', 404), shared('3', 200), shared('4', 200), own('5')],
    ],
    ['it fails everywhere', [shared('1', 404), shared('2', 404), own('3', 404), own('4', 404)]],
    ['nothing went over its own connection', [shared('1', 404), shared('2', 404), shared('3', 404)]],
    ['the server is broken', [shared('1', 503), shared('2', 503), shared('3', 503), own('4')]],
  ])('is not suspected when %s', (_, requests) => {
    expect(suspected(...requests)).toEqual([]);
  });

  it('is more confident the more requests fail, and never certain', () => {
    const confidence = [1, 2, 3, 5, 500].map((wrong) =>
      misroutedConfidence({ wrong, well: 0 }, { wrong: 0, well: 3 }),
    );
    expect(confidence).toEqual([...confidence].sort((a, b) => a - b));
    expect(confidence[0]).toBeLessThan(0.5);
    expect(confidence.at(-1)).toBe(0.99);
  });
});

describe('a reset', () => {
  const reset = { status: 0, error: 'net::ERR_HTTP2_PROTOCOL_ERROR', connection: '1', at: 200 };

  it('of a coalesced request is reported', () => {
    expect(findingsOf('reset-on-coalesced', { requests: [{ url: B, ...reset }] })).toMatchObject([
      { certainty: 'derived', origins: [B, A], connections: ['1'] },
    ]);
  });

  it('of the whole connection is not about sharing', () => {
    const requests = [
      { url: B, ...reset },
      { url: A, ...reset },
    ];
    expect(findingsOf('reset-on-coalesced', { requests })).toEqual([]);
  });

  it('by the page is not reported', () => {
    expect(
      findingsOf('reset-on-coalesced', { requests: [{ url: B, ...reset, error: 'net::ERR_ABORTED' }] }),
    ).toEqual([]);
  });
});

describe('a redundant connection', () => {
  const requests = [
    { url: A, connection: '1', at: 0, took: 900 },
    { url: B, connection: '2', at: 100 },
    // It still accepted requests then.
    { url: `${A}/later`, connection: '1', at: 200 },
  ];
  const pools = (first: object, second: object) => [
    { id: '1', openedFor: A, openedAt: 0, names: ['*.shop.test'], ...first },
    { id: '2', openedFor: B, openedAt: 100, ...second },
  ];

  it('of another credentials mode is a split', () => {
    const connections = pools({ privacyMode: false }, { privacyMode: true });
    expect(findingsOf('credentials-split', { connections, requests })).toMatchObject([
      { severity: 'info', certainty: 'derived', connections: ['2', '1'], requests: ['r2'], origins: [B] },
    ]);
    expect(findingsOf('redundant-connection', { connections, requests })).toEqual([]);
  });

  it('of another partition is redundant', () => {
    const connections = pools({ privacyMode: false, partition: 'p' }, { privacyMode: false, partition: 'q' });
    expect(findingsOf('redundant-connection', { connections, requests })).toMatchObject([
      { requests: ['r2'] },
    ]);
  });

  it('is not reported when the source does not say which connections carry credentials', () => {
    const connections = pools({ partition: 'p' }, { partition: 'q' });
    expect(findingsOf('redundant-connection', { connections, requests })).toEqual([]);
  });
});
