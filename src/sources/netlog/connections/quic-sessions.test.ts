import { expect, it } from 'vitest';
import { analyze } from '../../../analysis/analyze.ts';
import { captureOf } from '../../../testing/fixtures.ts';
import { dependency, type EventSketch, netLogText, TICK_OFFSET } from '../../../testing/netlog.ts';
import { createNetLogReader } from '../netlog-reader.ts';

/** What recordings do not show: written after net/quic/quic_chromium_client_session.cc. */
const capture = (...parts: readonly EventSketch[][]) =>
  captureOf(createNetLogReader, netLogText(parts.flat()));

const session = (id: number, at: number): EventSketch[] => [
  [at, [id, 'QUIC_SESSION'], 'QUIC_SESSION', '+', { host: 'a.test', port: 443, privacy_mode: 'disabled' }],
];

const verified = (id: number, at: number): EventSketch[] => [
  [at, [id, 'QUIC_SESSION'], 'QUIC_SESSION_CERTIFICATE_VERIFIED', ' ', { subjects: ['a.test', 'b.test'] }],
];

const request = (id: number, at: number, url: string, on: number): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '+', { url }],
  [at, [id, 'URL_REQUEST'], 'URL_REQUEST_START_JOB', '+', { url, method: 'GET' }],
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST', '+'],
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST_BOUND_TO_QUIC_SESSION', ' ', dependency(on)],
  [at, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '+'],
  [at, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '-'],
  [at + 5, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_READ_RESPONSE_HEADERS', ' ', { headers: ['HTTP/1.1 200'] }],
  [at + 9, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '-'],
];

it('keeps the ORIGIN frame and gives it as a reason for sharing (RFC 9412)', () => {
  const read = capture(
    session(20, 0),
    verified(20, 10),
    [[11, [20, 'QUIC_SESSION'], 'QUIC_SESSION_ORIGIN_FRAME_RECEIVED', ' ', { origins: ['https://b.test'] }]],
    request(1, 20, 'https://b.test/', 20),
  );
  expect(read.connections).toMatchObject([{ id: '20', originFrame: ['https://b.test'] }]);
  const [connection] = analyze(read).connections.values();
  expect(connection?.origins).toMatchObject([
    { origin: 'https://b.test', coalesced: true, why: ['certificate-name', 'origin-frame'] },
  ]);
});

it('reports when the server wanted no more requests on it', () => {
  const goaway: EventSketch[] = [[50, [20, 'QUIC_SESSION'], 'HTTP3_GOAWAY_RECEIVED', ' ', { stream_id: 8 }]];
  expect(capture(session(20, 0), verified(20, 10), goaway).connections).toMatchObject([
    { retiredAt: TICK_OFFSET + 50 },
  ]);
});

it('counts as a connection when it was resumed, without a certificate', () => {
  const resumed: EventSketch[] = [[7, [20, 'QUIC_SESSION'], 'QUIC_SESSION_CRYPTO_HANDSHAKE_COMPLETE', ' ']];
  const read = capture(session(20, 0), resumed, request(1, 20, 'https://a.test/', 20));
  expect(read.connections).toMatchObject([{ openedFor: 'https://a.test', setup: { connect: 7 } }]);
  expect(read.requests[0]?.attempts).toMatchObject([{ connection: '20', reused: true }]);
});

it('is no connection before its handshake is done, unless a request was sent on it', () => {
  expect(capture(session(20, 0)).connections).toEqual([]);
  // 0-RTT: requests go out before the handshake is done.
  const early = capture(session(20, 0), request(1, 1, 'https://a.test/', 20));
  expect(early.connections).toMatchObject([{ id: '20', openedFor: 'https://a.test', protocol: 'h3' }]);
});
