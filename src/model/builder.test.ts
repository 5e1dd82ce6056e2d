import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from './builder.ts';
import type { AttemptRecord, Capture, EvidenceSource } from './capture.ts';
import type { ConnectionEvidence, Evidence, RequestFacts } from './evidence.ts';

const URL_A = 'https://a.test/x';

function request(source: EvidenceSource, key: string, facts: RequestFacts = {}, url = URL_A): Evidence {
  return { kind: 'request', source, key, url, method: 'GET', facts };
}

function attempt(
  source: EvidenceSource,
  key: string,
  index: number | 'final',
  facts: Partial<AttemptRecord>,
): Evidence {
  return { kind: 'attempt', source, key, index, facts };
}

function connection(source: EvidenceSource, id: string, facts: ConnectionEvidence['facts']): Evidence {
  return { kind: 'connection', source, id, facts };
}

function build(...evidence: Evidence[]): CaptureBuilder {
  const builder = new CaptureBuilder();
  for (const one of evidence) builder.apply(one);
  return builder;
}

const capture = (...evidence: Evidence[]): Capture => build(...evidence).snapshot();

describe('the three sources of a live tab', () => {
  const webRequest = [
    request('webrequest', '7.0', { startedAt: 1_000, initiator: 'https://a.test' }),
    request('webrequest', '7.0', { endedAt: 1_090, status: 200 }),
  ];
  const cdp = [
    request('cdp', '13.1', { startedAt: 1_003, status: 200 }),
    attempt('cdp', '13.1', 'final', { connection: '81', reused: false, status: 200 }),
    connection('cdp', '81', { certificate: { subject: 'a.test', issuer: 'CA', names: ['*.test'] } }),
  ];
  const har = [
    request('har', '0', { startedAt: 1_003.5, endedAt: 1_091, transferSize: 156 }),
    attempt('har', '0', 'final', { connection: '81', startedAt: 1_050, endedAt: 1_091 }),
    connection('har', '81', { openedFor: 'https://a.test', openedForCertainty: 'derived', openedAt: 1_010 }),
  ];
  const orders = [
    [webRequest, cdp, har],
    [har, webRequest, cdp],
    [cdp, har, webRequest],
  ];

  test.each(orders)('make one request on one connection, in whatever order they speak', (...sources) => {
    const { requests, connections } = capture(...sources.flat());
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      origin: 'https://a.test',
      // The best of the three, CDP, says when it started; only HAR knows the size.
      ...{ startedAt: 1_003, status: 200, transferSize: 156, initiator: 'https://a.test' },
      sources: ['cdp', 'har', 'webrequest'],
      attemptsComplete: false,
    });
    expect(requests[0]?.attempts).toEqual([
      expect.objectContaining({ connection: '81', reused: false, startedAt: 1_050, stream: null }),
    ]);
    expect(connections).toEqual([
      expect.objectContaining({
        ...{ id: '81', openedFor: 'https://a.test', openedForCertainty: 'derived', openedAt: 1_010 },
        certificate: { subject: 'a.test', issuer: 'CA', names: ['*.test'] },
        sources: ['cdp', 'har'],
      }),
    ]);
  });

  test.each(['webrequest', 'netlog'] as const)('know who asked from whoever tells more than %s', (poor) => {
    const { requests } = capture(
      request(poor, '1', { startedAt: 1, initiator: 'https://a.test' }),
      request('har', '0', { startedAt: 1, initiator: 'https://a.test/app.js' }),
    );
    expect(requests[0]?.initiator).toBe('https://a.test/app.js');
  });

  test('two parallel requests for one URL stay two, each joined with its own', () => {
    const { requests } = capture(
      request('webrequest', '1.0', { startedAt: 1_000 }),
      request('webrequest', '2.0', { startedAt: 1_020 }),
      // HAR tells them when they end: the second ended first.
      request('har', '0', { startedAt: 1_021, status: 202 }),
      request('har', '1', { startedAt: 1_001, status: 201 }),
    );
    expect(requests.map(({ startedAt, status }) => [startedAt, status])).toEqual([
      [1_001, 201],
      [1_021, 202],
    ]);
    expect(requests.every(({ sources }) => sources.length === 2)).toBe(true);
  });

  test('a page that asks the same again makes a new request', () => {
    const { requests } = capture(
      request('har', '0', { startedAt: 1_000 }),
      request('har', '1', { startedAt: 1_000 }),
      request('webrequest', '9.0', { startedAt: 60_000 }),
    );
    expect(requests).toHaveLength(3);
  });
});

describe('a NetLog with a HAR of the same run', () => {
  const netlog = [
    connection('netlog', '81', { openedFor: 'https://a.test', openedForCertainty: 'observed' }),
    connection('netlog', '90', { openedFor: 'https://b.test', openedForCertainty: 'observed' }),
    request('netlog', '33', { startedAt: 1_002, status: 200 }, 'https://b.test/'),
    attempt('netlog', '33', 0, { connection: '81', stream: 3, status: 421, restart: 'misdirected' }),
    attempt('netlog', '33', 1, { connection: '90', stream: 1, status: 200 }),
  ];
  const har = [
    request('har', '0', { startedAt: 1_000, resourceType: 'fetch' }, 'https://b.test/'),
    attempt('har', '0', 'final', {
      connection: '90',
      status: 200,
      phases: null,
      endedAt: 1_100,
      reused: false,
    }),
    connection('har', '90', { openedFor: 'https://wrong.test', openedForCertainty: 'derived' }),
  ];

  test.each([[[...netlog, ...har]], [[...har, ...netlog]]])(
    'shows every attempt, the last one enriched by the HAR',
    (evidence) => {
      const { requests, connections } = capture(...evidence);
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ attemptsComplete: true, resourceType: 'fetch', startedAt: 1_002 });
      expect(requests[0]?.attempts).toEqual([
        expect.objectContaining({
          connection: '81',
          stream: 3,
          status: 421,
          restart: 'misdirected',
          endedAt: null,
        }),
        expect.objectContaining({ connection: '90', stream: 1, status: 200, endedAt: 1_100, reused: false }),
      ]);
      expect(connections.find(({ id }) => id === '90')).toMatchObject({
        openedFor: 'https://b.test',
        openedForCertainty: 'observed',
      });
    },
  );

  test('an attempt that was missed leaves its place', () => {
    const { requests } = capture(request('netlog', '1'), attempt('netlog', '1', 2, { status: 200 }));
    expect(requests[0]?.attempts.map(({ status }) => status)).toEqual([null, null, 200]);
  });
});

describe('for whom a connection was opened', () => {
  const from = (
    source: EvidenceSource,
    openedFor: string,
    openedForCertainty: 'observed' | 'derived' | 'inferred',
  ) => connection(source, '1', { openedFor, openedForCertainty });

  test.each([
    [
      'the surer one of one source',
      [from('har', 'https://a.test', 'inferred'), from('har', 'https://b.test', 'derived')],
      'https://b.test',
    ],
    [
      'the first of equally sure ones: a connection is opened once',
      [from('har', 'https://a.test', 'derived'), from('har', 'https://b.test', 'derived')],
      'https://a.test',
    ],
    [
      'the surer source, though another is better',
      [from('chrome-trace', 'https://a.test', 'observed'), from('cdp', 'https://b.test', 'derived')],
      'https://a.test',
    ],
    [
      'the better source of equally sure ones',
      [from('cdp', 'https://a.test', 'derived'), from('har', 'https://b.test', 'derived')],
      'https://a.test',
    ],
  ])('%s is believed', (_case, evidence, openedFor) => {
    expect(capture(...evidence).connections[0]?.openedFor).toBe(openedFor);
    expect(capture(...evidence).connections).toHaveLength(1);
  });

  test('is unknown when nobody says', () => {
    const [record] = capture(
      request('har', '0'),
      attempt('har', '0', 'final', { connection: '5' }),
    ).connections;
    expect(record).toMatchObject({
      id: '5',
      openedFor: null,
      openedForCertainty: 'unknown',
      sources: ['har'],
    });
  });
});

describe('evidence that says less than what is known', () => {
  test('takes nothing back', () => {
    const before = [
      request('har', '0', { status: 200, startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '3' }),
    ];
    const after = [request('har', '0', { status: null }), attempt('har', '0', 'final', { connection: null })];
    const { requests } = capture(...before, ...after);
    expect(requests[0]).toMatchObject({ status: 200, startedAt: 1 });
    expect(requests[0]?.attempts[0]?.connection).toBe('3');
  });

  test('of a request that was never told is passed over', () => {
    expect(capture(attempt('har', 'nobody', 'final', { connection: '3' }))).toMatchObject({
      requests: [],
      connections: [],
    });
  });
});

describe('at the bound', () => {
  const full = () => {
    const builder = new CaptureBuilder({ maxRequests: 2 });
    for (const key of ['1', '2', '3', '4']) {
      const url = `https://${key}.test/`;
      builder.apply(request('har', key, { startedAt: 1 }, url));
      builder.apply(connection('har', `c${key}`, { protocol: 'h2' }));
      builder.apply(attempt('har', key, 'final', { connection: `c${key}` }));
    }
    return builder;
  };

  test('new requests and their connections are refused, with one notice', () => {
    const builder = full();
    expect(builder.size).toBe(2);
    const { requests, connections, problems } = builder.snapshot();
    expect(requests.map(({ url }) => url)).toEqual(['https://1.test/', 'https://2.test/']);
    expect(connections.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(problems).toEqual([{ code: 'capture-full', message: expect.stringContaining('2 requests') }]);
  });

  test('what is held still learns, from any source', () => {
    const builder = full();
    builder.apply(request('webrequest', '1.0', { startedAt: 2, status: 421 }, 'https://1.test/'));
    builder.apply(attempt('har', '2', 'final', { status: 404 }));
    const { requests } = builder.snapshot();
    expect(requests[0]).toMatchObject({ status: 421, sources: ['har', 'webrequest'] });
    expect(requests[1]?.attempts[0]?.status).toBe(404);
  });

  test('a clear makes room, and the notice comes again when it is full again', () => {
    const builder = full();
    builder.clear();
    expect(builder.snapshot().problems).toEqual([]);
    for (const key of ['5', '6', '7']) builder.apply(request('har', key, { startedAt: 1 }));
    expect(builder.size).toBe(2);
    expect(builder.snapshot().problems.map(({ code }) => code)).toEqual(['capture-full']);
  });
});

describe('clear', () => {
  const opening = connection('har', '81', { openedFor: 'https://a.test', openedForCertainty: 'derived' });

  test('forgets the requests, and keeps what is known of connections for when they are used again', () => {
    const builder = build(
      request('har', '0', { startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '81' }),
      opening,
    );
    builder.clear();
    expect(builder.snapshot()).toMatchObject({ requests: [], connections: [] });
    builder.apply(request('har', '1', { startedAt: 9 }));
    builder.apply(attempt('har', '1', 'final', { connection: '81' }));
    expect(builder.snapshot().requests.map(({ id }) => id)).toEqual(['r2']);
    expect(builder.snapshot().connections).toEqual([
      expect.objectContaining({ id: '81', openedFor: 'https://a.test' }),
    ]);
  });

  test('tells which connections were open before, and whom they had answered', () => {
    const builder = build(
      request('har', '0', { startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '81', status: 200 }),
      request('har', '1', { startedAt: 2 }, 'https://misdirected.test/'),
      attempt('har', '1', 'final', { connection: '81', status: 421 }),
      opening,
    );
    expect(builder.snapshot().earlierConnections).toEqual([]);
    const [record] = builder.snapshot().connections;
    builder.clear();
    const earlier = [{ record, served: ['https://a.test'] }];
    expect(builder.snapshot()).toMatchObject({ connections: [], earlierConnections: earlier });
    builder.clear();
    expect(builder.snapshot().earlierConnections).toEqual(earlier);
    builder.apply(request('har', '2', { startedAt: 9 }));
    builder.apply(attempt('har', '2', 'final', { connection: '81' }));
    expect(builder.snapshot()).toMatchObject({ connections: [record], earlierConnections: earlier });
  });

  test('does not join with what was cleared', () => {
    const builder = build(request('har', '0', { startedAt: 1, status: 200 }));
    builder.clear();
    builder.apply(request('webrequest', '1.0', { startedAt: 1 }));
    expect(builder.snapshot().requests[0]).toMatchObject({ status: null, sources: ['webrequest'] });
  });

  function knownAfterClear(builder: CaptureBuilder, ...ids: string[]) {
    builder.clear();
    for (const id of ids) {
      builder.apply(request('har', id, { startedAt: 1 }));
      builder.apply(attempt('har', id, 'final', { connection: id }));
    }
    return Object.fromEntries(builder.snapshot().connections.map(({ id, protocol }) => [id, protocol]));
  }

  test('drops connections that were closed', () => {
    const builder = build(
      connection('netlog', 'closed', { closedAt: 5, protocol: 'h2' }),
      connection('netlog', 'open', { protocol: 'h2' }),
    );
    expect(knownAfterClear(builder, 'closed', 'open')).toEqual({ closed: null, open: 'h2' });
  });

  test('does not keep open ones without end', () => {
    const many = Array.from({ length: 2_001 }, (_, i) => connection('netlog', `c${i}`, { protocol: 'h2' }));
    expect(knownAfterClear(build(...many), 'c0', 'c1', 'c2000')).toEqual({ c0: null, c1: 'h2', c2000: 'h2' });
  });
});

describe('snapshots', () => {
  test('of an unchanged builder are the same object', () => {
    const builder = build(request('har', '0'));
    expect(builder.snapshot()).toBe(builder.snapshot());
  });

  test('share every record that did not change, and make those anew that did', () => {
    const builder = build(
      ...['0', '1'].flatMap((key) => [
        request('har', key, { startedAt: 1 }, `https://${key}.test/`),
        attempt('har', key, 'final', { connection: key }),
      ]),
    );
    const before = builder.snapshot();
    builder.apply(request('har', '1', { status: 421 }, 'https://1.test/'));
    builder.apply(connection('har', '0', { protocol: 'h2' }));
    const after = builder.snapshot();
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.requests[0]).toBe(before.requests[0]);
    expect(after.requests[1]).not.toBe(before.requests[1]);
    expect(after.connections[0]).not.toBe(before.connections[0]);
    expect(after.connections[1]).toBe(before.connections[1]);
  });

  test('once taken never change', () => {
    const builder = build(
      request('har', '0'),
      { kind: 'resolution', source: 'har', host: 'a.test', addresses: ['192.0.2.1'] },
      { kind: 'elsewhere', origin: 'https://a.test', address: null, at: 5 },
      { kind: 'problem', problem: { code: 'x', message: 'X.' } },
    );
    const before = builder.snapshot();
    const copy = structuredClone(before);
    for (const one of [
      request('har', '0', { status: 421 }),
      request('netlog', '1'),
      { kind: 'resolution', source: 'har', host: 'a.test', addresses: ['192.0.2.2'] },
      { kind: 'elsewhere', origin: 'https://a.test', address: '192.0.2.9', at: 3 },
      { kind: 'problem', problem: { code: 'y', message: 'Y.' } },
      { kind: 'source', source: 'har', truncated: true },
    ] satisfies Evidence[]) {
      builder.apply(one);
    }
    expect(before).toEqual(copy);
    expect(builder.snapshot()).not.toEqual(copy);
  });
});

describe('what is not about one request', () => {
  test('addresses of a host add up, each once, in the order they were seen', () => {
    const resolved = (addresses: string[]): Evidence => ({
      kind: 'resolution',
      source: 'cdp',
      host: 'a.test',
      addresses,
    });
    const { resolutions } = capture(
      resolved(['192.0.2.2', '192.0.2.1']),
      resolved(['192.0.2.1', '192.0.2.3']),
    );
    expect(resolutions).toEqual(new Map([['a.test', ['192.0.2.2', '192.0.2.1', '192.0.2.3']]]));
  });

  test('what other tabs did is counted from first to last', () => {
    const at = (time: number, address: string | null): Evidence => ({
      kind: 'elsewhere',
      origin: 'https://a.test',
      address,
      at: time,
    });
    expect(capture(at(5, '192.0.2.1'), at(3, null), at(9, null)).elsewhere.get('https://a.test')).toEqual({
      ...{ origin: 'https://a.test', address: '192.0.2.1', firstAt: 3, lastAt: 9, requests: 3 },
    });
  });

  test('the browser is named by the source that knows it best, whoever speaks last', () => {
    const { browser, sources, truncated } = capture(
      {
        kind: 'source',
        source: 'netlog',
        browser: { name: 'Chromium', version: '156.0.8078.79' },
        truncated: true,
      },
      { kind: 'source', source: 'har', browser: { name: 'Chrome', version: '156.0.0.0' } },
      { kind: 'source', source: 'netlog', truncated: false },
    );
    expect(browser).toEqual({ name: 'Chromium', version: '156.0.8078.79' });
    expect(sources).toEqual(['netlog', 'har']);
    expect(truncated).toBe(true);
  });
});
