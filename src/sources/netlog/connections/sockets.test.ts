import { describe, expect, it } from 'vitest';
import { dependency, type EventSketch, TICK_OFFSET } from '../../../testing/netlog.ts';
import {
  answered,
  capture,
  end,
  GROUP,
  onSocket,
  sending,
  socket,
  start,
} from '../../../testing/netlog-requests.ts';

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

  it('gives the phases of the first request', () => {
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

  it('gives the time when sending began, after the wait for the connection', () => {
    // Sent and answered, 1 + 24 + 10 ms before it ended; asked for 35 ms earlier.
    expect(read.requests[0]?.attempts[0]).toMatchObject({
      startedAt: TICK_OFFSET + 35,
      endedAt: TICK_OFFSET + 70,
    });
  });

  it('reports what the connection was opened for, and when and why it closed', () => {
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

it('does not count a failed handshake, or a socket for another purpose, as a connection', () => {
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
