import { describe, expect, it } from 'vitest';
import { captureOf } from '../../testing/fixtures.ts';
import { dependency, type EventSketch, netLogText, TICK_OFFSET } from '../../testing/netlog.ts';
import { createNetLogReader } from './reader.ts';

const capture = (...parts: readonly EventSketch[][]) =>
  captureOf(createNetLogReader, netLogText(parts.flat().toSorted((a, b) => a[0] - b[0])));

const start = (id: number, at: number, url: string, method = 'GET', more = {}): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '+', { url, priority: 'MEDIUM' }],
  [
    at,
    [id, 'URL_REQUEST'],
    'URL_REQUEST_START_JOB',
    '+',
    { url, method, initiator: 'not an origin', ...more },
  ],
  [at, [id, 'URL_REQUEST'], 'COMPUTED_PRIVACY_MODE', ' ', { privacy_mode: 'disabled' }],
];

const end = (id: number, at: number, params = {}): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '-', params],
];

/** A TCP socket with TLS, opened between `at` and `at + 30` by a connect job whose id is one less. */
const socket = (id: number, at: number, group: string, proto = 'http/1.1'): EventSketch[] => [
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'CONNECT_JOB', '+'],
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'SOCKET_POOL_CONNECT_JOB_CREATED', ' ', { group_id: group }],
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'HOST_RESOLVER_MANAGER_REQUEST', '+', { host: 'https://a.test' }],
  [at + 5, [id - 1, 'SSL_CONNECT_JOB'], 'HOST_RESOLVER_MANAGER_REQUEST', '-'],
  [at + 5, [id, 'SOCKET'], 'SOCKET_ALIVE', '+', dependency(id - 1)],
  [at + 5, [id, 'SOCKET'], 'TCP_CONNECT', '+', { address_list: ['192.0.2.1:443'] }],
  [at + 15, [id, 'SOCKET'], 'TCP_CONNECT', '-', { remote_address: '192.0.2.1:443' }],
  [at + 15, [id, 'SOCKET'], 'SSL_CONNECT', '+'],
  [at + 30, [id, 'SOCKET'], 'SSL_CONNECT', '-', { next_proto: proto }],
  [at + 30, [id - 1, 'SSL_CONNECT_JOB'], 'CONNECT_JOB', '-'],
];

/** An attempt of `id` by a job, sent and answered 5 ms and 20 ms after `at`. */
const sending = (
  id: number,
  job: number,
  at: number,
  bound: { readonly event: string; readonly to: number },
  answer: string | null,
): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST', '+'],
  [at, [job, 'HTTP_STREAM_JOB'], 'HTTP_STREAM_JOB', '+', dependency(9_000)],
  [at, [job, 'HTTP_STREAM_JOB'], bound.event, ' ', dependency(bound.to)],
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST_BOUND_TO_JOB', ' ', dependency(job)],
  [at, [job, 'HTTP_STREAM_JOB'], 'HTTP_STREAM_JOB', '-'],
  [at + 5, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '+'],
  [
    at + 5,
    [id, 'URL_REQUEST'],
    'HTTP_TRANSACTION_SEND_REQUEST_HEADERS',
    ' ',
    { headers: ['Host: a.test', 'X-Odd: a: b'], line: 'GET /x HTTP/1.1\r\n' },
  ],
  [at + 6, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '-'],
  ...(answer === null ? [] : [answered(id, at + 20, answer)]),
];

const answered = (id: number, at: number, line: string): EventSketch => [
  at,
  [id, 'URL_REQUEST'],
  'HTTP_TRANSACTION_READ_RESPONSE_HEADERS',
  ' ',
  { headers: [line, 'Content-Type: text/plain'] },
];

const onSocket = (to: number) => ({ event: 'SOCKET_POOL_BOUND_TO_SOCKET', to });
const GROUP = 'https://a.test <https://a.test same_site>';

describe('HTTP/1.1', () => {
  const read = capture(
    start(1, 0, 'https://a.test/x'),
    socket(20, 0, GROUP),
    sending(1, 30, 0, onSocket(20), null).map(([at, ...rest]) => [at + (at > 0 ? 30 : 0), ...rest]),
    [answered(1, 60, 'HTTP/1.1 200 OK')],
    end(1, 70),
    start(2, 100, 'https://a.test/y'),
    sending(2, 31, 100, onSocket(20), 'HTTP/1.1 404 Not Found'),
    end(2, 130),
    [[200, [20, 'SOCKET'], 'SOCKET_POOL_CLOSING_SOCKET', ' ', { reason: 'Idle time limit expired' }]],
    [[200, [20, 'SOCKET'], 'SOCKET_ALIVE', '-']],
  );

  it('keeps a connection alive for two requests', () => {
    expect(read.problems).toEqual([]);
    expect(read.requests).toMatchObject([
      { url: 'https://a.test/x', status: 200, protocol: 'http/1.1', endedAt: TICK_OFFSET + 70 },
      { url: 'https://a.test/y', status: 404, attemptsComplete: true },
    ]);
    expect(read.requests.map(({ attempts }) => attempts)).toMatchObject([
      [{ connection: '20', stream: null, reused: false, status: 200 }],
      [{ connection: '20', stream: null, reused: true, status: 404 }],
    ]);
  });

  it('says how the time of the first was spent', () => {
    expect(read.requests[0]?.attempts[0]?.phases).toEqual({
      queued: null,
      stalled: 5,
      proxy: null,
      dns: 5,
      connect: 10,
      tls: 15,
      send: 1,
      wait: 24,
      receive: 10,
    });
  });

  it('says when the sending began: after the wait for the connection', () => {
    // Sent and answered, 1 + 24 + 10 ms before it ended; asked for 35 ms earlier.
    expect(read.requests[0]?.attempts[0]).toMatchObject({
      startedAt: TICK_OFFSET + 35,
      endedAt: TICK_OFFSET + 70,
    });
  });

  it('knows what the connection was opened for, and when it closed and why', () => {
    expect(read.connections).toMatchObject([
      {
        id: '20',
        protocol: 'http/1.1',
        openedFor: 'https://a.test',
        openedForCertainty: 'observed',
        remote: { address: '192.0.2.1', port: 443 },
        openedAt: TICK_OFFSET,
        closedAt: TICK_OFFSET + 200,
        closeReason: 'Idle time limit expired',
        privacyMode: false,
        partition: 'https://a.test same_site',
        setup: { dns: 5, connect: 10, tls: 15 },
      },
    ]);
    expect(read.resolutions).toEqual(new Map([['a.test', ['192.0.2.1']]]));
  });

  it('keeps the headers as they were sent', () => {
    expect(read.requests[0]?.requestHeaders).toEqual([
      { name: 'Host', value: 'a.test' },
      { name: 'X-Odd', value: 'a: b' },
    ]);
    expect(read.requests[0]?.responseHeaders).toEqual([{ name: 'Content-Type', value: 'text/plain' }]);
  });
});

describe('sent again', () => {
  const restartAt = (at: number, net_error: number): EventSketch[] => [
    [at, [1, 'URL_REQUEST'], 'HTTP_TRANSACTION_RESTART_AFTER_ERROR', ' ', { net_error }],
  ];
  const again = (first: EventSketch[], restart: EventSketch[]) =>
    capture(
      socket(20, 0, GROUP),
      socket(22, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), null),
      first,
      restart,
      sending(1, 31, 140, onSocket(22), 'HTTP/1.1 200 OK'),
      end(1, 170),
    ).requests[0];

  it('after a reset of a reused connection', () => {
    expect(again([], restartAt(130, -101))).toMatchObject({
      status: 200,
      error: null,
      attempts: [
        {
          connection: '20',
          status: null,
          error: 'net::ERR_CONNECTION_RESET',
          restart: 'error',
          endedAt: TICK_OFFSET + 130,
        },
        { connection: '22', status: 200, error: null, restart: null },
      ],
    });
  });

  it('after a 408, which Chromium logs as an error of that number', () => {
    expect(again([], restartAt(130, 408))).toMatchObject({
      attempts: [{ status: 408, error: null, restart: 'error' }, { status: 200 }],
    });
  });

  it('after asking for credentials, on the same connection without asking for one', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 401 Unauthorized'),
      [[130, [1, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '+']],
      [[131, [1, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '-']],
      [answered(1, 140, 'HTTP/1.1 200 OK')],
      end(1, 150),
    );
    expect(read.requests[0]?.attempts).toMatchObject([
      { connection: '20', status: 401, restart: null },
      { connection: '20', status: 200, reused: true },
    ]);
  });

  it('and given up: the request has an error and no status', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 421 Misdirected Request'),
      [[121, [1, 'URL_REQUEST'], 'HTTP_TRANSACTION_RESTART_MISDIRECTED_REQUEST', ' ']],
      [[121, [1, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST', '+']],
      end(1, 150, { net_error: -105 }),
    );
    expect(read.requests).toMatchObject([{ status: null, error: 'net::ERR_NAME_NOT_RESOLVED' }]);
    expect(read.requests[0]?.attempts).toMatchObject([{ status: 421, restart: 'misdirected', error: null }]);
  });
});

describe('requests', () => {
  it('splits a redirect chain into one request a URL', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 302 Found'),
      [[121, [1, 'URL_REQUEST'], 'URL_REQUEST_REDIRECTED', ' ', { location: 'https://b.test/y' }]],
      [[122, [1, 'URL_REQUEST'], 'URL_REQUEST_START_JOB', '+', { url: 'https://b.test/y', method: 'GET' }]],
      sending(1, 31, 122, onSocket(20), 'HTTP/1.1 200 OK'),
      end(1, 170),
    );
    expect(read.requests).toMatchObject([
      { url: 'https://a.test/x', status: 302, redirectedTo: 'https://b.test/y', endedAt: TICK_OFFSET + 122 },
      { url: 'https://b.test/y', status: 200, redirectedTo: null, startedAt: TICK_OFFSET + 122 },
    ]);
    expect(read.requests.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
  });

  it('does not call a redirect that the page follows by itself a failure', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 302 Found'),
      [[121, [1, 'URL_REQUEST'], 'URL_REQUEST_REDIRECTED', ' ', { location: 'https://b.test/y' }]],
      end(1, 122, { net_error: -3 }),
    );
    expect(read.requests).toMatchObject([{ status: 302, error: null, redirectedTo: 'https://b.test/y' }]);
  });

  it('gives one that was answered from the cache no attempts', () => {
    const cacheRead: EventSketch[] = [[101, [1, 'URL_REQUEST'], 'HTTP_CACHE_READ_INFO', '+']];
    const read = capture(start(1, 100, 'https://a.test/x'), cacheRead, end(1, 102));
    expect(read.requests).toMatchObject([{ fromCache: true, attempts: [], status: null }]);
  });

  it('tells of partition, privacy, initiator and kind', () => {
    const more = {
      network_isolation_key: 'https://a.test https://a.test',
      initiator: 'https://a.test',
      request_type: 'main frame',
    };
    const privacy: EventSketch[] = [
      [
        100,
        [1, 'URL_REQUEST'],
        'COMPUTED_PRIVACY_MODE',
        ' ',
        { privacy_mode: 'enabled without client certs' },
      ],
    ];
    const read = capture(start(1, 100, 'https://a.test/x', 'POST', more), privacy, end(1, 102));
    expect(read.requests).toMatchObject([
      {
        method: 'POST',
        partition: 'https://a.test https://a.test',
        privacyMode: true,
        initiator: 'https://a.test',
        resourceType: 'document',
      },
    ]);
  });

  it('ends an informational answer with the one that follows', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 103 Early Hints'),
      [answered(1, 140, 'HTTP/1.1 200 OK')],
      end(1, 150),
    );
    expect(read.requests[0]?.attempts).toMatchObject([{ status: 200 }]);
  });

  it('leaves out one that never got a stream, and says why it failed', () => {
    const read = capture(
      start(1, 100, 'https://a.test/x'),
      [[100, [1, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST', '+']],
      end(1, 110, { net_error: -105 }),
    );
    expect(read.requests).toMatchObject([
      { attempts: [], error: 'net::ERR_NAME_NOT_RESOLVED', fromCache: false },
    ]);
  });
});

describe('HTTP/2', () => {
  const session = (
    id: number,
    to: number,
    host: string,
    at: number,
    proxy = '[direct://]',
  ): EventSketch[] => [
    [at, [id, 'HTTP2_SESSION'], 'HTTP2_SESSION', '+', { host, proxy }],
    [at, [id, 'HTTP2_SESSION'], 'HTTP2_SESSION_INITIALIZED', ' ', dependency(to)],
  ];
  const frame = (id: number, at: number, stream_id: number, path: string, more = {}): EventSketch[] => [
    [
      at,
      [id, 'HTTP2_SESSION'],
      'HTTP2_SESSION_SEND_HEADERS',
      ' ',
      { stream_id, headers: [':method: GET', `:path: ${path}`], ...more },
    ],
  ];

  it.each([
    'HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET',
    'HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION',
    'HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL',
    'HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE',
  ])('finds the connection by %s alone', (event) => {
    const read = capture(
      socket(20, 0, GROUP, 'h2'),
      session(25, 20, 'a.test:443', 30),
      start(1, 100, 'https://b.test/x'),
      sending(1, 30, 100, { event, to: 25 }, 'HTTP/1.1 200'),
      end(1, 130),
    );
    expect(read.requests[0]?.attempts).toMatchObject([{ connection: '20', stream: null, reused: true }]);
    expect(read.connections).toMatchObject([{ id: '20', protocol: 'h2', openedFor: 'https://a.test' }]);
  });

  const found = { event: 'HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION', to: 25 };

  it('finds the stream by the job, by the request, or else in order', () => {
    const read = capture(
      socket(20, 0, GROUP, 'h2'),
      session(25, 20, 'a.test:443', 30),
      ...[1, 2, 3, 4].map((id) => start(id, 100, `https://a.test/${id}`)),
      ...[1, 2, 3, 4].map((id) => sending(id, 30 + id, 100, found, 'HTTP/1.1 200')),
      frame(25, 106, 7, '/x', dependency(34)),
      frame(25, 107, 5, '/x', dependency(3)),
      frame(25, 108, 1, '/x'),
      frame(25, 109, 3, '/x'),
      ...[1, 2, 3, 4].map((id) => end(id, 130)),
    );
    expect(read.requests.map(({ attempts }) => attempts[0]?.stream)).toEqual([1, 3, 5, 7]);
  });

  it('keeps requests apart whose session the log does not lead to a socket', () => {
    const read = capture(
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, found, 'HTTP/1.1 200'),
      start(2, 100, 'https://b.test/x'),
      sending(2, 31, 100, { ...found, to: 26 }, 'HTTP/1.1 200'),
    );
    expect(read.connections).toMatchObject([
      { id: 'http2-session-25', openedFor: null },
      { id: 'http2-session-26', openedFor: null },
    ]);
  });

  it('says why a session was closed', () => {
    const close = { description: 'Connection closed', net_error: -101 };
    const read = capture(
      socket(20, 0, GROUP, 'h2'),
      session(25, 20, 'a.test:443', 30),
      [[90, [25, 'HTTP2_SESSION'], 'HTTP2_SESSION_CLOSE', ' ', close]],
      [[91, [20, 'SOCKET'], 'SOCKET_POOL_CLOSING_SOCKET', ' ', { reason: 'Not idle' }]],
      [[92, [20, 'SOCKET'], 'SOCKET_ALIVE', '-']],
    );
    expect(read.connections).toMatchObject([
      { closeReason: 'Connection closed net::ERR_CONNECTION_RESET', closedAt: TICK_OFFSET + 92 },
    ]);
  });

  it('names the proxy and then trusts no address to be that of the host', () => {
    const read = capture(
      [
        [
          0,
          [8, 'HTTP_STREAM_JOB_CONTROLLER'],
          'HTTP_STREAM_JOB_CONTROLLER_PROXY_SERVER_RESOLVED',
          ' ',
          { proxy_chain: '[https://p.test:3128]' },
        ],
      ],
      socket(20, 0, GROUP, 'h2'),
      session(25, 20, 'a.test:443', 30, '[https://p.test:3128]'),
    );
    expect(read.connections).toMatchObject([{ proxy: 'https://p.test:3128', openedFor: 'https://a.test' }]);
    expect(read.resolutions.size).toBe(0);
  });
});

it('does not take a failed handshake, or a socket for something else, for a connection', () => {
  const failed = socket(20, 0, GROUP).map((sketch): EventSketch => {
    const [at, source, type, phase] = sketch;
    return type === 'SSL_CONNECT' && phase === '-' ? [at, source, type, phase, { net_error: -101 }] : sketch;
  });
  const nameServer: EventSketch[] = [
    [0, [40, 'SOCKET'], 'SOCKET_ALIVE', '+', dependency(39)],
    [0, [40, 'SOCKET'], 'TCP_CONNECT', '+', { address_list: ['192.0.2.53:53'] }],
    [1, [40, 'SOCKET'], 'TCP_CONNECT', '-', { remote_address: '192.0.2.53:53' }],
  ];
  expect(capture(failed, nameServer).connections).toEqual([]);
});

it('reads the addresses that DNS, the system and the cache answered', () => {
  const job = (id: number, host: string): EventSketch => [
    0,
    [id, 'JOB'],
    'HOST_RESOLVER_MANAGER_JOB',
    '+',
    { host },
  ];
  const read = capture([
    job(1, 'https://dns.test'),
    job(2, 'system.test:443'),
    job(3, 'https://cache.test:8443'),
    [
      1,
      [1, 'JOB'],
      'HOST_RESOLVER_DNS_TASK_EXTRACTION_RESULTS',
      ' ',
      {
        results: [
          { domain_name: 'alias.test', endpoints: [{ address: '192.0.2.1', port: 0 }] },
          { error: -105 },
        ],
      },
    ],
    [1, [2, 'JOB'], 'HOST_RESOLVER_SYSTEM_TASK', '-', { address_list: ['192.0.2.2:0', '[2001:db8::2]:0'] }],
    [
      1,
      [3, 'JOB'],
      'HOST_RESOLVER_MANAGER_CACHE_HIT',
      ' ',
      { results: { ip_endpoints: [{ endpoint_address: '2001:db8::3', endpoint_port: 0 }] } },
    ],
  ]);
  expect(Object.fromEntries(read.resolutions)).toEqual({
    'dns.test': ['192.0.2.1'],
    'system.test': ['192.0.2.2', '2001:db8::2'],
    'cache.test': ['2001:db8::3'],
  });
});
