import { describe, expect, it, test } from 'vitest';
import type { ConnectionEvidence, Evidence, RequestEvidence } from '../../model/evidence.ts';
import { harEntryEvidence } from './entry.ts';

type Json = Record<string, unknown>;

const STARTED = Date.UTC(2026, 10, 22, 16, 14, 41, 279);

/** An entry of Chrome 156 that opened a connection: 4 ms in the queue, 16 ms before DNS. */
function chromeEntry(over: Json = {}, timings: Json = {}, response: Json = {}): Json {
  return {
    _initiator: { type: 'script', stack: { callFrames: [{ url: '' }, { url: 'https://a.test/app.js' }] } },
    _resourceType: 'fetch',
    connection: '8443',
    _connectionId: '81',
    request: { method: 'GET', url: 'https://b.test/x', httpVersion: 'http/2.0', headers: [] },
    response: { status: 200, httpVersion: 'http/2.0', headers: [], _transferSize: 156, ...response },
    serverIPAddress: '[2001:db8::1]',
    startedDateTime: '2026-11-22T16:14:41.279Z',
    time: 100,
    timings: {
      ...{ blocked: 21, _blocked_queueing: 4, _blocked_proxy: 1, dns: 2, connect: 30, ssl: 20 },
      ...{ send: 1, wait: 40, receive: 6, ...timings },
    },
    ...over,
  };
}

const requestOf = (evidence: Evidence[]): RequestEvidence['facts'] => {
  const found = evidence.find((one) => one.kind === 'request');
  if (found?.kind !== 'request') throw new Error('no request');
  return found.facts;
};
const attemptOf = (evidence: Evidence[]) => {
  const found = evidence.find((one) => one.kind === 'attempt');
  return found?.kind === 'attempt' ? found.facts : null;
};
const connectionOf = (evidence: Evidence[]): ConnectionEvidence | null => {
  const found = evidence.find((one) => one.kind === 'connection');
  return found?.kind === 'connection' ? found : null;
};
const problemsOf = (evidence: Evidence[]) =>
  evidence.flatMap((one) => (one.kind === 'problem' ? [one.problem] : []));

test('Chrome: an entry with a connect time opened its connection, and `connection` is the remote port', () => {
  const evidence = harEntryEvidence(chromeEntry(), '0');
  expect(requestOf(evidence)).toMatchObject({
    startedAt: STARTED,
    endedAt: STARTED + 100,
    status: 200,
    protocol: 'h2',
    remote: { address: '2001:db8::1', port: 8443 },
    resourceType: 'fetch',
    initiator: 'https://a.test/app.js',
    transferSize: 156,
  });
  expect(attemptOf(evidence)).toEqual({
    connection: '81',
    status: 200,
    error: null,
    reused: false,
    // 4 queued + 1 proxy + 16 stalled + 2 DNS + 8 TCP + 20 TLS: DevTools' `connect` of 30 includes DNS and TLS.
    startedAt: STARTED + 51,
    endedAt: STARTED + 100,
    phases: {
      ...{ queued: 4, stalled: 16, proxy: 1, dns: 2, connect: 8, tls: 20 },
      ...{ send: 1, wait: 40, receive: 6 },
    },
  });
  expect(connectionOf(evidence)).toMatchObject({
    id: '81',
    facts: {
      protocol: 'h2',
      openedFor: 'https://b.test',
      openedForCertainty: 'derived',
      openedAt: STARTED + 21,
      setup: { dns: 2, connect: 8, tls: 20 },
    },
  });
  expect(evidence.filter((one) => one.kind === 'resolution')).toEqual([
    { kind: 'resolution', source: 'har', host: 'b.test', addresses: ['2001:db8::1'] },
  ]);
});

test('Chrome: connect -1 on a connection means that it was reused, and does not show who opened it', () => {
  const evidence = harEntryEvidence(chromeEntry({}, { dns: -1, connect: -1, ssl: -1 }), '0');
  expect(attemptOf(evidence)).toMatchObject({
    reused: true,
    startedAt: STARTED + 21,
    phases: { dns: null, connect: null, tls: null },
  });
  expect(connectionOf(evidence)?.facts).not.toHaveProperty('openedFor');
  expect(evidence.filter((one) => one.kind === 'resolution')).toEqual([]);
});

test('Chrome: a request that failed before it had a connection is neither new nor reused, and no attempt', () => {
  const failed = chromeEntry(
    { _connectionId: undefined, connection: undefined, serverIPAddress: '' },
    { blocked: 100, dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 },
    { status: 0, httpVersion: '', _error: 'net::ERR_NAME_NOT_RESOLVED' },
  );
  const evidence = harEntryEvidence(failed, '0');
  expect(requestOf(evidence)).toMatchObject({
    status: null,
    error: 'net::ERR_NAME_NOT_RESOLVED',
    remote: null,
  });
  expect(attemptOf(evidence)).toBeNull();
});

test.each([
  ['the disk cache', chromeEntry({ _fromCache: 'disk' }), { fromCache: true }],
  ['a service worker', chromeEntry({}, {}, { _fetchedViaServiceWorker: true }), { fromServiceWorker: true }],
])('a response from %s has no attempt', (_from, entry, facts) => {
  const evidence = harEntryEvidence(entry, '0');
  expect(requestOf(evidence)).toMatchObject(facts);
  expect(evidence.map(({ kind }) => kind)).toEqual(['request']);
});

test('304 and HAR `cache` are responses from the network', () => {
  const entry = chromeEntry({ cache: { beforeRequest: { eTag: '"x"' } } }, {}, { status: 304 });
  const evidence = harEntryEvidence(entry, '0');
  expect(requestOf(evidence)).not.toHaveProperty('fromCache');
  expect(attemptOf(evidence)).toMatchObject({ status: 304, connection: '81' });
});

test('old Chrome wrote the id to `connection`', () => {
  const old = chromeEntry({ _connectionId: undefined, connection: '413' });
  const evidence = harEntryEvidence(old, '0');
  expect(attemptOf(evidence)).toMatchObject({ connection: '413' });
  expect(requestOf(evidence)).toMatchObject({ remote: { port: 443 } });
});

test('the id that our own annotation writes to `connection` is not read as a port', () => {
  const annotated = chromeEntry({ connection: '81', _coalescope: { attempts: [{ connection: '99' }] } });
  const evidence = harEntryEvidence(annotated, '0');
  expect(attemptOf(evidence)).toMatchObject({ connection: '81' });
  expect(requestOf(evidence)).toMatchObject({ remote: { port: 443 } });
});

test('Firefox does not identify connections; connect time excludes TLS; 0 means "did not happen"', () => {
  const firefox = {
    startedDateTime: '2026-03-27T17:36:33.949-04:00',
    request: { method: 'GET', url: 'https://www.example.test/', httpVersion: 'HTTP/2', headers: [] },
    response: { status: 200, httpVersion: 'HTTP/2', headers: [], headersSize: 840, bodySize: 2176 },
    timings: { blocked: 62, dns: 0, connect: 17, ssl: 26, send: 0, wait: 14, receive: 21 },
    time: 140,
    _securityState: 'secure',
    serverIPAddress: '192.0.2.1',
    connection: '8443',
  };
  const evidence = harEntryEvidence(firefox, '0');
  const startedAt = Date.UTC(2026, 2, 27, 21, 36, 33, 949);
  expect(requestOf(evidence)).toMatchObject({
    startedAt,
    transferSize: 3016,
    remote: { address: '192.0.2.1', port: 8443 },
  });
  expect(attemptOf(evidence)).toMatchObject({
    connection: null,
    reused: false,
    phases: { dns: null, connect: 17, tls: 26 },
  });
  expect(connectionOf(evidence)).toBeNull();
});

describe('Firefox, a connection that was opened ahead of the request', () => {
  // The shop in Firefox 153, 60 ms away. The response was there after 187 ms, not after the 308 ms that `time` says.
  const timings = { blocked: 122, dns: 0, connect: 0, ssl: 123, send: 0, wait: 63, receive: 0 };
  const firefox = {
    startedDateTime: '2026-12-01T13:11:08.000Z',
    request: { method: 'GET', url: 'https://www.example.test/', httpVersion: 'HTTP/2', headers: [] },
    response: { status: 200, httpVersion: 'HTTP/2', headers: [] },
    timings,
    time: 308,
    _securityState: 'secure',
  };
  const startedAt = Date.parse(firefox.startedDateTime);

  it('counts the handshake once, although `blocked` and `ssl` both have it', () => {
    const evidence = harEntryEvidence(firefox, '0');
    expect(requestOf(evidence)).toMatchObject({ startedAt, endedAt: startedAt + 186 });
    expect(attemptOf(evidence)).toMatchObject({
      startedAt: startedAt + 123,
      phases: { stalled: 0, tls: 123, wait: 63 },
    });
  });

  it('leaves a request as it is that waited for nothing else', () => {
    const evidence = harEntryEvidence({ ...firefox, time: 186, timings: { ...timings, blocked: 0 } }, '0');
    expect(requestOf(evidence)).toMatchObject({ endedAt: startedAt + 186 });
  });

  it('keeps what it waited for beside the handshake', () => {
    const evidence = harEntryEvidence({ ...firefox, time: 561, timings: { ...timings, blocked: 373 } }, '0');
    expect(requestOf(evidence)).toMatchObject({ endedAt: startedAt + 438 });
    expect(attemptOf(evidence)?.phases).toMatchObject({ stalled: 250, tls: 123 });
  });
});

test('an attempt does not start after its end, although the phases of some writers overlap', () => {
  const evidence = harEntryEvidence(
    chromeEntry({ time: 40 }, { blocked: 30, dns: 5, connect: 60, ssl: 40 }),
    '0',
  );
  const attempt = attemptOf(evidence);
  expect(attempt?.endedAt).toBe(STARTED + 40);
  expect(attempt?.startedAt).toBe(STARTED + 40);
});

test('Firefox: the trace of a discarded first response (wait -1, send above 0) stays visible', () => {
  const entry = chromeEntry({ _securityState: 'secure', _connectionId: undefined }, { wait: -1, send: 51 });
  expect(attemptOf(harEntryEvidence(entry, '0'))?.phases).toMatchObject({ wait: null, send: 51 });
});

test('Playwright writes the port to a field of its own, and does not identify connections', () => {
  const entry = {
    ...{ startedDateTime: '2026-11-22T16:14:41.279Z', time: 3 },
    request: { method: 'GET', url: 'https://a.test/', httpVersion: 'HTTP/2.0', headers: [] },
    response: { status: -1, httpVersion: 'HTTP/2.0', headers: [], _transferSize: -1 },
    timings: { dns: -1, connect: -1, ssl: -1, send: 0, wait: 2, receive: 1 },
    serverIPAddress: '[::1]',
    _serverPort: 8443,
    _securityDetails: { protocol: 'TLS 1.3', subjectName: 'a.test' },
  };
  const evidence = harEntryEvidence(entry, '0');
  expect(requestOf(evidence)).toMatchObject({
    status: null,
    transferSize: null,
    remote: { address: '::1', port: 8443 },
  });
  expect(attemptOf(evidence)).toMatchObject({ connection: null, reused: null });
});

test('a redirect URL that is copied from Location becomes absolute', () => {
  const entry = chromeEntry({}, {}, { status: 302, redirectURL: '../login?next=%2F' });
  expect(requestOf(harEntryEvidence(entry, '0'))).toMatchObject({
    redirectedTo: 'https://b.test/login?next=%2F',
  });
});

test('invalid headers are skipped, and the others kept unchanged', () => {
  const headers = [
    { name: 'server', value: '<script>alert(1)</script>' },
    null,
    { name: 'x' },
    { name: 1, value: 'y' },
  ];
  expect(requestOf(harEntryEvidence(chromeEntry({}, {}, { headers }), '0')).responseHeaders).toEqual([
    { name: 'server', value: '<script>alert(1)</script>' },
  ]);
});

test.each([
  [undefined, 'HAR entry 7 is not readable.'],
  [null, 'HAR entry 7 is not an object.'],
  [[], 'HAR entry 7 is not an object.'],
  [{}, 'HAR entry 7 has no request URL.'],
  [{ request: { url: 5, method: 'GET' } }, 'HAR entry 7 has no request URL.'],
  [{ request: { url: 'https://a.test/' } }, 'HAR entry 7 has no request method.'],
])('%j is not an entry', (entry, message) => {
  expect(problemsOf(harEntryEvidence(entry, '7'))).toEqual([{ code: 'bad-entry', message }]);
});

test('an entry whose start cannot be read is kept, without times', () => {
  const evidence = harEntryEvidence(chromeEntry({ startedDateTime: '22/11/2026' }), '7');
  expect(requestOf(evidence)).toMatchObject({ startedAt: null, endedAt: null, status: 200 });
  expect(attemptOf(evidence)).toMatchObject({ startedAt: null, connection: '81' });
  expect(problemsOf(evidence)).toEqual([
    { code: 'bad-entry-time', message: 'HAR entry 7 has no readable start time.' },
  ]);
});

test('keeps the beginning of a body that identifies who wrote the response, and of no other', () => {
  const bodyOf = (status: number, content: Json): unknown =>
    requestOf(harEntryEvidence(chromeEntry({}, {}, { status, content }), 'k')).responseBody;
  expect(bodyOf(421, { text: '<h1>Misdirected Request</h1>' })).toBe('<h1>Misdirected Request</h1>');
  expect(bodyOf(404, { text: '' })).toBe('');
  expect(bodyOf(421, { text: 'x'.repeat(100_000) })).toHaveLength(4_096);
  expect(bodyOf(200, { text: 'secret' })).toBeNull();
  expect(bodyOf(421, { text: 'eA==', encoding: 'base64' })).toBeNull();
  expect(bodyOf(421, { size: 10 })).toBeNull();
});

// DevTools of Chromium 156 writes none for a blocked fetch without CORS; a NetLog of the same run has them.
test('an empty list of headers means that they are unknown', () => {
  const withHeader = harEntryEvidence(
    chromeEntry({}, {}, { headers: [{ name: 'server', value: 'nginx' }] }),
    '0',
  );
  expect(requestOf(withHeader).responseHeaders).toEqual([{ name: 'server', value: 'nginx' }]);
  expect(requestOf(harEntryEvidence(chromeEntry(), '0')).responseHeaders).toBeNull();
});

test.each(['https://a b.test/', 'https://a.test:99999/', 'https:///x'])(
  'a URL whose host and port are not readable is reported: %s',
  (url) => {
    const entry = {
      startedDateTime: '2026-11-30T10:00:00.000Z',
      request: { method: 'GET', url },
      response: { status: 421 },
    };
    const problems = harEntryEvidence(entry, '7').filter(({ kind }) => kind === 'problem');
    expect(problems).toMatchObject([
      { problem: { code: 'bad-entry-url', message: expect.stringContaining('HAR entry 7') } },
    ]);
  },
);
