import { describe, expect, it } from 'vitest';
import {
  type CaptureSketch,
  type RequestSketch,
  SKETCH_START,
  sketchCapture,
} from '../testing/sketch-capture.ts';
import { analyze } from './analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

const CONNECTIONS = [
  { id: '1', openedFor: A, openedAt: 0, setup: { dns: 0, connect: 10, tls: 10 } },
  { id: '2', openedFor: B },
];
/** The page on connection 1, then a request for B that lost 22 ms before it opened connection 2. */
const PAGE: RequestSketch = { url: `${A}/`, connection: '1', at: 0, setup: 20, reused: false };
const RESENT: RequestSketch = {
  url: `${B}/x`,
  connection: '2',
  at: 100,
  took: 85,
  stalled: 22,
  setup: 40,
  reused: false,
};

function attemptsOf(id: string, sketch: Partial<CaptureSketch> = {}) {
  const capture = sketchCapture({ connections: CONNECTIONS, requests: [PAGE, RESENT], ...sketch });
  return analyze(capture).requests.get(id)?.attempts ?? [];
}

function resentWith(request: Partial<RequestSketch>) {
  return attemptsOf('r2', { requests: [PAGE, { ...RESENT, ...request }] });
}

describe('where the first connection to an address lost as much as its set-up takes', () => {
  const first = (stalled: number): RequestSketch => ({ ...PAGE, stalled, took: 200 });

  it('another that lost as much is no sign of a 421: the server asks for a client certificate', () => {
    expect(attemptsOf('r2', { requests: [first(25), { ...RESENT, stalled: 45 }] })).toHaveLength(1);
  });

  it('one that lost less was sent before all the same', () => {
    expect(attemptsOf('r2', { requests: [first(25), RESENT] })).toHaveLength(2);
    expect(attemptsOf('r2', { requests: [first(10), { ...RESENT, stalled: 45 }] })).toHaveLength(2);
  });
});

describe('a request that lost a round trip before it opened a connection', () => {
  it('was sent before, on the connection that could have carried it', () => {
    const [hidden, final] = attemptsOf('r2');
    expect(hidden).toMatchObject({
      connection: '1',
      status: 421,
      coalesced: true,
      hidden: true,
      certainty: 'inferred',
      confidence: 0.95,
      misdirected: true,
      startedAt: SKETCH_START + 100,
      endedAt: SKETCH_START + 122,
    });
    expect(hidden?.basis).toContain('22 ms');
    expect(final).toMatchObject({
      connection: '2',
      status: 200,
      hidden: false,
      resent: true,
      certainty: 'observed',
    });
  });

  it('is counted with the time it lost', () => {
    const { summary, requests } = analyze(
      sketchCapture({ connections: CONNECTIONS, requests: [PAGE, RESENT] }),
    );
    expect(requests.get('r2')?.wastedMs).toBe(22);
    expect(summary).toMatchObject({
      misdirectedAttempts: 1,
      hiddenAttempts: 1,
      resentRequests: 1,
      wastedMs: 22,
    });
  });

  it.each([
    ['it lost nothing', { stalled: 1 }],
    ['it lost far less than any answer from there takes', { stalled: 9, wait: 60 }],
    ['it failed', { status: 0, error: 'net::ERR_ABORTED' }],
    ['a service worker answered', { fromServiceWorker: true }],
    ['it had to wait for nothing', { reused: true, setup: undefined, at: 5_000 }],
  ])('is not said when %s', (why, request) => {
    const page = why.includes('far less') ? { ...PAGE, wait: 60 } : PAGE;
    expect(attemptsOf('r2', { requests: [page, { ...RESENT, ...(request as object) }] })).toHaveLength(1);
  });

  it('is said with less confidence where the stall is short or shorter than a round trip', () => {
    expect(resentWith({ stalled: 12, wait: 20 })).toHaveLength(1);
    expect(resentWith({ stalled: 32, wait: 20 })[0]?.confidence).toBe(0.99);
    expect(resentWith({ stalled: 15, wait: 20 })[0]?.confidence).toBe(0.85);
    expect(resentWith({ stalled: 12, wait: 12 })[0]?.confidence).toBe(0.85);
    expect(resentWith({ stalled: 6, wait: 4 })[0]?.confidence).toBe(0.85);
    expect(resentWith({ stalled: 6, wait: 6 })).toHaveLength(1);
    expect(resentWith({ stalled: 4, wait: 1 })).toHaveLength(1);
  });

  it('is not said of a short stall when others stood still at that moment without a cause', () => {
    const busy: RequestSketch = { url: `${A}/busy`, connection: '1', at: 102, stalled: 9, wait: 5 };
    const short = { ...RESENT, stalled: 6, wait: 5 };
    expect(attemptsOf('r2', { requests: [PAGE, short, busy] })).toHaveLength(1);
    expect(attemptsOf('r2', { requests: [PAGE, short, { ...busy, at: 500 }] })).toHaveLength(2);
  });

  it('is not said of a middling stall where a shared connection serves the origin: its server takes those', () => {
    const C = 'https://c.shop.test';
    const connections = [...CONNECTIONS, { id: '3', openedFor: C }];
    const shared: RequestSketch = { url: `${B}/y`, connection: '3', at: 400 };
    const own: RequestSketch = { ...shared, url: `${C}/y` };
    const stalled = (time: number, other: RequestSketch) =>
      attemptsOf('r2', { connections, requests: [PAGE, { ...RESENT, stalled: time }, other] });
    expect(stalled(25, shared)).toHaveLength(1);
    expect(stalled(25, own)).toHaveLength(2);
    expect(stalled(25, { ...shared, status: 421 })).toHaveLength(2);
    expect(stalled(35, shared)).toHaveLength(2);
  });

  it('is not said of another browser, nor of an unknown one', () => {
    expect(attemptsOf('r2', { browser: 'Firefox' })).toHaveLength(1);
    expect(attemptsOf('r2', { browser: null })).toHaveLength(1);
  });

  it('is not said when it waited for the same file that another request fetched', () => {
    const same: RequestSketch = { ...RESENT, connection: '3', at: 90, took: 31, stalled: 0 };
    const connections = [...CONNECTIONS, { id: '3', openedFor: B }];
    expect(attemptsOf('r2', { connections, requests: [PAGE, RESENT, same] })).toHaveLength(1);
  });
});

describe('a candidate', () => {
  const first = (facts: object) =>
    attemptsOf('r2', {
      connections: [{ ...CONNECTIONS[0], id: '1', ...facts }, CONNECTIONS[1] ?? { id: '2' }],
    });

  it.each([
    ['another address', { remote: '10.0.0.2:443' }],
    ['another port', { remote: '10.0.0.1:8443' }],
    ['a certificate without the name', { names: ['a.shop.test'] }],
    ['HTTP/1.1', { protocol: 'http/1.1' }],
    ['an opening for the very origin', { openedFor: B }],
    ['been closed before', { openedAt: 0, closedAt: 90 }],
    ['a proxy', { proxy: 'https://proxy.test' }],
  ])('is none that has %s', (_, facts) => {
    expect(first(facts)).toHaveLength(1);
  });

  it('is none of another pool', () => {
    const connections = [
      { id: '1', openedFor: A, privacyMode: false },
      { id: '2', openedFor: B, privacyMode: true },
    ];
    expect(attemptsOf('r2', { connections })).toHaveLength(1);
  });

  it('is none on which the origin was served', () => {
    const served: RequestSketch = { url: `${B}/y`, connection: '1', at: 400 };
    expect(attemptsOf('r2', { requests: [PAGE, RESENT, served] })).toHaveLength(1);
  });

  it('is none that was made only afterwards', () => {
    expect(attemptsOf('r2', { requests: [{ ...PAGE, at: 200 }, RESENT] })).toHaveLength(1);
  });

  it('is named only where there is one', () => {
    const connections = [...CONNECTIONS, { id: '3', openedFor: 'https://c.shop.test', openedAt: 0 }];
    expect(attemptsOf('r2', { connections })[0]).toMatchObject({ connection: null, coalesced: true });
  });

  it('with credentials is told from one without by what rides on them', () => {
    const connections = [...CONNECTIONS, { id: '3', openedFor: A }];
    const cookie = { cookie: 'sid=1' };
    const requests: RequestSketch[] = [
      { ...PAGE, requestHeaders: cookie },
      { ...RESENT, requestHeaders: cookie },
      // The page's origin is served on two connections at a time: 3 is in another pool.
      { url: `${A}/font`, connection: '3', at: 10, took: 200, reused: false, setup: 20 },
      { url: `${A}/more`, connection: '1', at: 300 },
    ];
    expect(attemptsOf('r2', { connections, requests })[0]).toMatchObject({ connection: '1' });
  });
});

describe('a request on its way while the new connection was made', () => {
  const follower: RequestSketch = { url: `${B}/y`, connection: '2', at: 110, took: 90, stalled: 55 };

  it('got the same 421, and where its lost attempt ended is not known', () => {
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, follower] })).toMatchObject([
      { status: 421, certainty: 'inferred', connection: '1', endedAt: null },
      { status: 200, connection: '2', resent: true },
    ]);
  });

  it('got it too when it came as the connection became ready: the clocks differ by some milliseconds', () => {
    const close = { ...follower, at: 164, stalled: 21 };
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, close] })).toHaveLength(2);
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, { ...close, at: 175 }] })).toHaveLength(1);
  });

  it.each([
    ['came when it was there', { at: 180, stalled: 0.5 }],
    ['came late and hardly waited', { at: 159, stalled: 4 }],
  ])('did not when it %s', (_, late) => {
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, { ...follower, ...late }] })).toHaveLength(1);
  });

  it('did not when the one that opened it was not re-sent', () => {
    const requests = [PAGE, { ...RESENT, stalled: 0.3 }, follower];
    expect(attemptsOf('r3', { requests })).toHaveLength(1);
  });
});

describe('a later request on a connection with HTTP/1.1', () => {
  const connections = [...CONNECTIONS.slice(0, 1), { id: '2', openedFor: B, protocol: 'http/1.1' as const }];
  const later: RequestSketch = { url: `${B}/z`, connection: '2', at: 400, stalled: 21 };

  it('was misdirected again when it lost a round trip again: HTTP/1.1 leaves the shared one first choice', () => {
    const [hidden, final] = attemptsOf('r3', { connections, requests: [PAGE, RESENT, later] });
    expect(hidden).toMatchObject({ status: 421, connection: '1', endedAt: SKETCH_START + 421 });
    expect(hidden?.confidence).toBe(0.95);
    expect(final).toMatchObject({ connection: '2', resent: true });
  });

  it('was not when it lost nothing, nor with HTTP/2', () => {
    const quick = { ...later, stalled: 1 };
    expect(attemptsOf('r3', { connections, requests: [PAGE, RESENT, quick] })).toHaveLength(1);
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, later] })).toHaveLength(1);
  });

  describe('most of whose siblings were opened at once', () => {
    const http1 = (id: string) => ({ id, openedFor: B, protocol: 'http/1.1' as const });
    const more = ['3', '4', '5', '6', '7'];
    const open = more.slice(0, 2);
    const opened =
      (at: number) =>
      (connection: string, i: number): RequestSketch => ({
        url: `${B}/${connection}`,
        connection,
        at: at + i,
        took: 80,
        stalled: 0.2,
        setup: 40,
        reused: false,
      });
    const attempts = (...others: RequestSketch[]) =>
      attemptsOf('r3', {
        connections: [...connections, ...more.map(http1)],
        requests: [PAGE, RESENT, later, ...others],
      });

    it('is less sure', () => {
      expect(attempts(...open.slice(1).map(opened(200)))[0]?.confidence).toBe(0.95);
      expect(attempts(...open.map(opened(200)))[0]?.confidence).toBeCloseTo(0.81, 2);
    });

    it('may have waited for the connection that it got', () => {
      const before: RequestSketch = { ...later, url: `${B}/before`, at: 350, took: 70, stalled: 0 };
      expect(attempts(...open.map(opened(200)), before)).toHaveLength(1);
      expect(attempts(...open.map(opened(200)), { ...before, took: 55 })).toHaveLength(2);
    });

    it('may have waited for any of six', () => {
      const busy: RequestSketch = { ...later, url: `${B}/busy`, at: 300, took: 300, stalled: 0 };
      const five = more.map(opened(390));
      expect(attempts(...five, busy)).toHaveLength(1);
      expect(attempts(...five)).toHaveLength(2);
    });
  });
});

describe('a request that came to a ready connection past HTTP/3', () => {
  const offer = { responseHeaders: { 'Alt-Svc': 'h3=":443"; ma=600' } };
  const C = 'https://c.shop.test';
  const connections: CaptureSketch['connections'] = [
    { id: '1', openedFor: B, openedAt: 0 },
    { id: '3', openedFor: C, protocol: 'h3', openedAt: 10 },
  ];
  const offering: RequestSketch = {
    url: `${B}/`,
    connection: '1',
    at: 0,
    setup: 20,
    reused: false,
    ...offer,
  };
  const quic: RequestSketch = { url: `${C}/`, connection: '3', at: 10, setup: 20, reused: false };
  const past: RequestSketch = { url: `${B}/x`, connection: '1', at: 200, took: 60, stalled: 22 };
  const attempts = (...requests: RequestSketch[]) => attemptsOf('r3', { connections, requests });

  it('was misdirected on the shared QUIC connection', () => {
    expect(attempts(offering, quic, past)).toMatchObject([
      { connection: '3', status: 421, certainty: 'inferred', confidence: 0.99, coalesced: true },
      { connection: '1', status: 200, resent: true },
    ]);
  });

  it('was so on one that was there in the same milliseconds, as far as the clocks tell', () => {
    const first = (at: number) => ({ ...quic, at, setup: 0 });
    const opened = (at: number) =>
      connections.map((each) => (each.id === '3' ? { ...each, openedAt: at } : each));
    const at = (start: number) =>
      attemptsOf('r3', { connections: opened(start), requests: [offering, first(start), past] });
    expect(at(203)).toHaveLength(2);
    expect(at(206)).toHaveLength(1);
  });

  it.each([
    ['HTTP/3 was not offered', { ...offering, responseHeaders: { 'alt-svc': 'h2=":444"' } }, quic, past],
    ['it was offered on a 421 only', { ...offering, status: 421 }, quic, past],
    ['it was offered only later', { ...offering, took: 400 }, quic, past],
    ['it lost less than a round trip', offering, quic, { ...past, stalled: 9 }],
    ['the QUIC connection was made meanwhile', offering, { ...quic, at: 190 }, past],
    ['its origin was served over HTTP/3', offering, { ...quic, url: `${B}/y` }, past],
  ])('is not said when %s', (_, first, second, third) => {
    const late = connections.map((each) => (second.at === 190 ? { ...each, openedAt: 195 } : each));
    expect(attemptsOf('r3', { connections: late, requests: [first, second, third] }).length).toBeLessThan(2);
  });
});

it('says nothing of requests through a proxy: their connection leads to another port than their URL’s', () => {
  const connections = CONNECTIONS.map((connection) => ({ ...connection, remote: '10.0.0.1:3128' }));
  expect(attemptsOf('r2', { connections })).toHaveLength(1);
});

describe('the connection of the lost attempt', () => {
  const other = { id: '3', openedFor: 'https://c.shop.test' };

  it('is not one that was replaced before: its origin had needed a new one since', () => {
    const again: RequestSketch = { url: `${A}/again`, connection: '3', at: 60, setup: 20, reused: false };
    const connections = [...CONNECTIONS, { id: '3', openedFor: A }];
    expect(attemptsOf('r3', { connections, requests: [PAGE, again, RESENT] })[0]).toMatchObject({
      status: 421,
      connection: '3',
    });
  });

  it.each([
    ['h2', '1'],
    ['h3', null],
  ] as const)(
    'is the oldest of several of one protocol, and unknown beside one with %s',
    (protocol, named) => {
      const cookie = { requestHeaders: { cookie: 'sid=1' } };
      const third: RequestSketch = {
        url: 'https://c.shop.test/',
        connection: '3',
        at: 5,
        setup: 5,
        reused: false,
        ...cookie,
      };
      const connections = [...CONNECTIONS, { ...other, protocol, openedAt: 5 }].map((each) => ({
        ...each,
        names: ['*.shop.test'],
      }));
      const requests = [{ ...PAGE, ...cookie, setup: 2 }, third, { ...RESENT, ...cookie }];
      expect(attemptsOf('r3', { connections, requests })[0]).toMatchObject({
        status: 421,
        connection: named,
      });
    },
  );
});
