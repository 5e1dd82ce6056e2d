import { describe, expect, it } from 'vitest';
import { type EventSketch, TICK_OFFSET } from '../../../testing/netlog.ts';
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

describe('a request is re-sent', () => {
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

  it('after a request for credentials, on the same connection without asking for another', () => {
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

  it('and then fails: the request has an error and no status', () => {
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
