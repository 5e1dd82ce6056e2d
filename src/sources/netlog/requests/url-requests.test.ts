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

describe('requests', () => {
  it('splits a redirect chain into one request per URL', () => {
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

  it('does not report a redirect that the page follows itself as a failure', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 302 Found'),
      [[121, [1, 'URL_REQUEST'], 'URL_REQUEST_REDIRECTED', ' ', { location: 'https://b.test/y' }]],
      end(1, 122, { net_error: -3 }),
    );
    expect(read.requests).toMatchObject([{ status: 302, error: null, redirectedTo: 'https://b.test/y' }]);
  });

  it('reports no attempts for a response from the cache', () => {
    const cacheRead: EventSketch[] = [[101, [1, 'URL_REQUEST'], 'HTTP_CACHE_READ_INFO', '+']];
    const read = capture(start(1, 100, 'https://a.test/x'), cacheRead, end(1, 102));
    expect(read.requests).toMatchObject([{ fromCache: true, attempts: [], status: null }]);
  });

  it('reports partition, privacy mode, initiator and resource type', () => {
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

  it('takes the status of the final response after an interim one', () => {
    const read = capture(
      socket(20, 0, GROUP),
      start(1, 100, 'https://a.test/x'),
      sending(1, 30, 100, onSocket(20), 'HTTP/1.1 103 Early Hints'),
      [answered(1, 140, 'HTTP/1.1 200 OK')],
      end(1, 150),
    );
    expect(read.requests[0]?.attempts).toMatchObject([{ status: 200 }]);
  });

  it('reports no attempt without a stream, and why the request failed', () => {
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
