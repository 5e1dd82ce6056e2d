import { describe, expect, it } from 'vitest';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createNetLogReader } from './netlog-reader.ts';

const text = readFixtureText('dialects/netlog-everything.json.gz');
const capture = captureOf(createNetLogReader, text, 64 * 1024);

/** A plain count of the same file, sharing nothing with the reader. */
function plainCount() {
  const log = JSON.parse(text);
  const types = log.constants.logEventTypes;
  const sources = log.constants.logSourceType;
  const ids = (type: string, phase?: number, sourceType?: string): number[] => [
    ...new Set<number>(
      log.events
        .filter((event: { type: number }) => event.type === types[type])
        .filter((event: { phase: number }) => phase === undefined || event.phase === phase)
        .filter(
          (event: { source: { type: number } }) =>
            sourceType === undefined || event.source.type === sources[sourceType],
        )
        .map((event: { source: { id: number } }) => event.source.id),
    ),
  ];
  const successful = (type: string) =>
    log.events
      .filter((event: { type: number; phase: number }) => event.type === types[type] && event.phase === 2)
      .filter((event: { params?: { net_error?: number } }) => !event.params?.net_error)
      .map((event: { source: { id: number } }) => event.source.id);
  const statuses = log.events
    .filter((event: { type: number }) => event.type === types.HTTP_TRANSACTION_READ_RESPONSE_HEADERS)
    .map((event: { params: { headers: string[] } }) => Number(event.params.headers[0]?.split(' ')[1]));
  return {
    events: log.events.length,
    requests: ids('URL_REQUEST_START_JOB', 1, 'URL_REQUEST'),
    sent: ids('HTTP_TRANSACTION_SEND_REQUEST', 1),
    sendings: log.events.filter(
      (event: { type: number; phase: number }) =>
        event.type === types.HTTP_TRANSACTION_SEND_REQUEST && event.phase === 1,
    ).length,
    tlsSockets: successful('SSL_CONNECT'),
    http2Sessions: ids('HTTP2_SESSION', 1),
    http2Streams: log.events.filter(
      (event: { type: number }) => event.type === types.HTTP2_SESSION_SEND_HEADERS,
    ).length,
    quicSessions: ids('QUIC_SESSION', 1),
    statuses: statuses.sort(),
  };
}

describe('a NetLog of Chrome in the mode Everything', () => {
  const count = plainCount();

  it('is read without a problem', () => {
    expect(count.events).toBe(2721);
    expect(capture).toMatchObject({ problems: [], truncated: false });
    expect(capture.browser).toEqual({ name: 'Google Chrome', version: '146.0.7680.164' });
  });

  it('has as many requests and attempts as a plain count', () => {
    expect(capture.requests).toHaveLength(count.requests.length);
    const sent = capture.requests.filter(({ attempts }) => attempts.length > 0);
    expect(sent).toHaveLength(count.sent.length);
    const attempts = capture.requests.flatMap((request) => request.attempts);
    expect(attempts).toHaveLength(count.sendings);
    expect(attempts.map(({ status }) => status).sort()).toEqual(count.statuses);
    expect(capture.requests.filter(({ fromCache }) => fromCache).map(({ url }) => url)).toEqual([
      'https://www.shop.test/file5.ico',
    ]);
  });

  it('has as many connections and streams as a plain count', () => {
    const idsOf = (h3: boolean) =>
      capture.connections
        .filter(({ protocol }) => (protocol === 'h3') === h3)
        .map(({ id }) => Number(id))
        .sort();
    // One socket was opened in parallel with another to the same host and never became a session.
    expect(count.http2Sessions).toHaveLength(count.tlsSockets.length - 1);
    expect(idsOf(false)).toEqual([...count.tlsSockets].sort());
    expect(idsOf(true)).toEqual([...count.quicSessions].sort());
    const attempts = capture.requests.flatMap((request) => request.attempts);
    const onSockets = attempts.filter(({ connection }) => count.tlsSockets.includes(Number(connection)));
    expect(onSockets.filter(({ stream }) => stream !== null)).toHaveLength(count.http2Streams);
    expect(attempts.every(({ connection, stream }) => connection !== null && stream !== null)).toBe(true);
  });

  it('agrees with the CDP log of the same visit about connection, protocol and address', () => {
    const cdp: { method?: string; params?: { response?: Record<string, unknown> } }[] = JSON.parse(
      readFixtureText('dialects/cdp.json.gz'),
    );
    const responses = cdp
      .filter(({ method }) => method === 'Network.responseReceived')
      .map(({ params }) => params?.response ?? {});
    const seen = responses
      .filter(({ connectionId }) => connectionId !== 0)
      .map(({ url, connectionId, protocol, remoteIPAddress }) =>
        [url, String(connectionId), protocol, String(remoteIPAddress).replace(/[[\]]/g, '')].join(' '),
      );
    const reported = capture.requests.flatMap(({ url, protocol, remote, attempts }) =>
      attempts.map(({ connection }) => [url, connection, protocol, remote?.address].join(' ')),
    );
    expect(seen).toHaveLength(15);
    expect(reported.sort()).toEqual(seen.sort());
  });
});
