import { describe, expect, it } from 'vitest';
import { dependency, type EventSketch, TICK_OFFSET } from '../../../testing/netlog.ts';
import { capture, end, GROUP, sending, socket, start } from '../../../testing/netlog-requests.ts';

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

  it('finds the stream by the job, by the request, or by order', () => {
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

  it('separates requests by session where the log does not name the sockets', () => {
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

  it('reports why a session was closed', () => {
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

  it('names the proxy, and does not use addresses as those of the host', () => {
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
