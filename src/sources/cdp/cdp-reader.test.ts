// Over 250 lines: one short case for each order in which the protocol can deliver the events of a request.
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { createCdpReader } from './cdp-reader.ts';

type Params = Record<string, unknown>;
type Message = [method: string, params: Params];

/** Epoch seconds when the monotonic clock stood at 100 s. */
const WALL = 1_700_000_000;
const EPOCH = WALL * 1_000;

function read(messages: Message[]): Capture {
  const builder = new CaptureBuilder();
  const reader = createCdpReader((evidence) => builder.apply(evidence));
  for (const [method, params] of messages)
    reader.message(`Network.${method}`, { requestId: '13.1', ...params });
  return builder.snapshot();
}

const sent = (url = 'https://b.test/x', over: Params = {}): Message => [
  'requestWillBeSent',
  {
    request: { url, method: 'GET', headers: { 'User-Agent': 'Mozilla/5.0 HeadlessChrome/156.0.0.0 Safari' } },
    ...{
      timestamp: 100,
      wallTime: WALL,
      type: 'Fetch',
      initiator: { type: 'script', url: 'https://a.test/app.js' },
    },
    ...over,
  },
];

const TIMING = {
  ...{
    requestTime: 100.004,
    proxyStart: 1,
    proxyEnd: 3,
    dnsStart: 20,
    dnsEnd: 25,
    connectStart: 26,
    sslStart: 30,
  },
  ...{
    sslEnd: 50,
    connectEnd: 51,
    sendStart: 52,
    sendEnd: 53,
    receiveHeadersStart: 92,
    receiveHeadersEnd: 93,
  },
};

const RESPONSE = {
  ...{ status: 200, protocol: 'h2', remoteIPAddress: '[2001:db8::1]', remotePort: 8443 },
  ...{
    connectionId: 81,
    connectionReused: false,
    timing: TIMING,
    headers: { server: 'nginx', vary: 'a\nb' },
  },
  securityDetails: { subjectName: 'a.test', issuer: 'CA', sanList: ['a.test', '*.test'] },
};

const answered = (over: Params = {}, params: Params = {}): Message => [
  'responseReceived',
  { type: 'Fetch', timestamp: 100.1, response: { ...RESPONSE, ...over }, hasExtraInfo: false, ...params },
];

const finished: Message = ['loadingFinished', { timestamp: 100.104, encodedDataLength: 156 }];

describe('a request', () => {
  test('that opened its connection reports all about it', () => {
    const { requests, connections, resolutions, browser, sources } = read([sent(), answered(), finished]);
    expect(requests).toHaveLength(1);
    const { attempts, ...request } = requests[0] ?? { attempts: [] };
    expect(request).toMatchObject({
      ...{ status: 200, protocol: 'h2', transferSize: 156, resourceType: 'fetch', startedAt: EPOCH },
      ...{ initiator: 'https://a.test/app.js', remote: { address: '2001:db8::1', port: 8443 } },
      responseHeaders: [
        { name: 'server', value: 'nginx' },
        { name: 'vary', value: 'a' },
        { name: 'vary', value: 'b' },
      ],
    });
    expect(request).toHaveProperty('endedAt', expect.closeTo(EPOCH + 104, 3));
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ connection: '81', reused: false, status: 200 });
    // 4 ms queued, 2 proxy, 18 stalled, 5 DNS, 26 connect, of which 20 TLS; then 2 to send.
    expect(attempts[0]?.startedAt).toBeCloseTo(EPOCH + 55, 3);
    expect(attempts[0]?.phases).toEqual({
      queued: expect.closeTo(4, 3),
      ...{ proxy: 2, stalled: 18, dns: 5, connect: 6, tls: 20, send: 2, wait: 40 },
      receive: expect.closeTo(7, 3),
    });
    expect(connections).toHaveLength(1);
    expect(connections[0]).toMatchObject({
      ...{ id: '81', protocol: 'h2', remote: { address: '2001:db8::1', port: 8443 } },
      ...{
        openedFor: 'https://b.test',
        openedForCertainty: 'derived',
        setup: { dns: 5, connect: 6, tls: 20 },
      },
      certificate: { subject: 'a.test', issuer: 'CA', names: ['a.test', '*.test'] },
    });
    expect(connections[0]?.openedAt).toBeCloseTo(EPOCH + 24, 3);
    expect(resolutions).toEqual(new Map([['b.test', ['2001:db8::1']]]));
    expect({ browser, sources }).toEqual({
      browser: { name: 'Chrome', version: '156.0.0.0' },
      sources: ['cdp'],
    });
  });

  test('on an open connection does not say what opened it', () => {
    const timing = {
      ...TIMING,
      dnsStart: -1,
      dnsEnd: -1,
      connectStart: -1,
      connectEnd: -1,
      sslStart: -1,
      sslEnd: -1,
    };
    const { requests, connections, resolutions } = read([
      sent(),
      answered({ connectionReused: true, timing }),
    ]);
    expect(requests[0]?.attempts[0]).toMatchObject({
      reused: true,
      phases: { stalled: 50, dns: null, connect: null },
    });
    expect(connections[0]).toMatchObject({ id: '81', openedFor: null, openedAt: null });
    expect(resolutions.size).toBe(0);
  });

  test.each([
    ['the disk cache', [sent(), answered({ fromDiskCache: true, connectionId: 0 })], { fromCache: true }],
    ['the memory cache', [sent(), ['requestServedFromCache', {}], answered()], { fromCache: true }],
    ['a service worker', [sent(), answered({ fromServiceWorker: true })], { fromServiceWorker: true }],
  ] as [string, Message[], object][])('from %s made no attempt', (_from, messages, facts) => {
    expect(read([...messages, finished]).requests[0]).toMatchObject({ ...facts, attempts: [] });
  });

  test.each([0, undefined, -1, 'x', 1.5])('with the connection id %j has no identity', (connectionId) => {
    const { requests, connections } = read([sent(), answered({ connectionId })]);
    expect(requests[0]?.attempts[0]).toMatchObject({ connection: null, reused: null, status: 200 });
    expect(connections).toEqual([]);
  });

  test('that failed before a response reports its error, and no attempt', () => {
    const failed: Message = ['loadingFailed', { timestamp: 100.05, errorText: 'net::ERR_CONNECTION_RESET' }];
    expect(read([sent(), failed]).requests[0]).toMatchObject({
      ...{ status: null, error: 'net::ERR_CONNECTION_RESET', attempts: [] },
      endedAt: expect.closeTo(EPOCH + 50, 3),
    });
  });

  test('with impossible clock values has no times', () => {
    const wild = { timestamp: 1e308, wallTime: 1e308 };
    const timing = { ...TIMING, requestTime: 1e308, dnsStart: 1e308, sendEnd: 1e308 };
    const [request] = read([sent(undefined, wild), answered({ timing }), ['loadingFinished', wild]]).requests;
    expect(request).toMatchObject({ startedAt: null, endedAt: null, status: 200 });
    expect(request?.attempts[0]).toMatchObject({ startedAt: null, endedAt: null, phases: null });
  });

  test('of data: never reaches the network', () => {
    expect(read([sent('data:,x'), answered({ connectionId: 0 }), finished]).requests[0]?.attempts).toEqual(
      [],
    );
  });
});

describe('a redirect', () => {
  const redirected: Message = [
    'requestWillBeSent',
    {
      ...{
        request: { url: 'https://c.test/', method: 'GET', headers: {} },
        timestamp: 100.2,
        wallTime: WALL + 0.2,
      },
      redirectResponse: { ...RESPONSE, status: 302 },
      redirectHasExtraInfo: true,
    },
  ];
  const requestExtra = (host: string): Message => [
    'requestWillBeSentExtraInfo',
    { headers: { ':authority': host } },
  ];
  const responseExtra = (status: number, from: string): Message => [
    'responseReceivedExtraInfo',
    { statusCode: status, headers: { from } },
  ];
  const reportedBy = ({ requests }: Capture) =>
    requests.map(({ url, status, redirectedTo, requestHeaders, responseHeaders }) => ({
      ...{ url, status, redirectedTo },
      authority: requestHeaders?.find(({ name }) => name === ':authority')?.value,
      from: responseHeaders?.find(({ name }) => name === 'from')?.value,
    }));
  const EXPECTED = [
    { url: 'https://b.test/x', status: 302, redirectedTo: 'https://c.test/', authority: 'b.test', from: 'b' },
    { url: 'https://c.test/', status: 200, redirectedTo: null, authority: 'c.test', from: 'c' },
  ];

  test('is a request of its own, and the wire headers belong to the hop they were sent with', () => {
    const capture = read([
      ...[sent(), requestExtra('b.test'), responseExtra(302, 'b'), redirected, requestExtra('c.test')],
      ...[responseExtra(200, 'c'), answered({ connectionId: 90 }, { hasExtraInfo: true }), finished],
    ]);
    expect(reportedBy(capture)).toEqual(EXPECTED);
    expect(capture.requests.map(({ attempts }) => attempts[0]?.connection)).toEqual(['81', '90']);
    expect(capture.requests[0]?.endedAt).toBeCloseTo(EPOCH + 200, 3);
  });

  test('also when they come before or after the events they belong to', () => {
    const before = [
      ...[
        requestExtra('b.test'),
        sent(),
        responseExtra(302, 'b'),
        requestExtra('c.test'),
        responseExtra(200, 'c'),
      ],
      ...[redirected, answered({}, { hasExtraInfo: true }), finished],
    ];
    const after = [
      ...[sent(), redirected, answered({}, { hasExtraInfo: true }), finished],
      ...[requestExtra('b.test'), requestExtra('c.test'), responseExtra(302, 'b'), responseExtra(200, 'c')],
    ];
    expect(reportedBy(read(before))).toEqual(EXPECTED);
    expect(reportedBy(read(after))).toEqual(EXPECTED);
  });

  test('made by the browser itself (HSTS) has no extra info, and leaves it to the next hop', () => {
    const internal: Message = [
      'requestWillBeSent',
      {
        ...redirected[1],
        redirectResponse: { status: 307, headers: { location: 'https://c.test/' } },
        redirectHasExtraInfo: false,
      },
    ];
    const capture = read([
      ...[sent('http://b.test/x'), requestExtra('c.test'), responseExtra(200, 'c'), internal],
      ...[answered({}, { hasExtraInfo: true }), finished],
    ]);
    expect(reportedBy(capture)).toEqual([
      { url: 'http://b.test/x', status: 307, redirectedTo: 'https://c.test/' },
      { url: 'https://c.test/', status: 200, redirectedTo: null, authority: 'c.test', from: 'c' },
    ]);
  });
});

describe('extra info', () => {
  test('has the status that came over the wire', () => {
    const extra: Message = ['responseReceivedExtraInfo', { statusCode: 304, headers: {} }];
    const own = answered({}, { hasExtraInfo: true });
    for (const messages of [
      [extra, own],
      [own, extra],
    ]) {
      const [request] = read([sent(), ...messages, finished]).requests;
      expect(request).toMatchObject({ status: 304, attempts: [expect.objectContaining({ status: 304 })] });
    }
  });

  test('of a response that the page did not receive (CORS) shows that there was one', () => {
    const [request] = read([
      sent(),
      ['responseReceivedExtraInfo', { statusCode: 421, headers: { server: 'nginx' } }],
      ['loadingFailed', { timestamp: 100.05, errorText: 'net::ERR_FAILED' }],
    ]).requests;
    expect(request).toMatchObject({
      ...{ status: 421, error: 'net::ERR_FAILED', responseHeaders: [{ name: 'server', value: 'nginx' }] },
      attempts: [expect.objectContaining({ status: 421, connection: null })],
    });
  });
});

describe('a request whose beginning was not recorded', () => {
  test('is omitted, and reported once', () => {
    const { requests, problems } = read([answered(), answered({}, { requestId: '2' }), finished]);
    expect(requests).toEqual([]);
    expect(problems).toEqual([
      { code: 'started-late', message: expect.stringContaining('before the recording') },
    ]);
  });

  test('a request without a URL is a problem and does not stop the reader', () => {
    const { requests, problems } = read([
      ['requestWillBeSent', { requestId: '1', request: {} }],
      sent(),
      answered(),
    ]);
    expect(requests).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['bad-request']);
  });
});

test('memory does not grow with requests that never end', () => {
  const builder = new CaptureBuilder({ maxRequests: 10 });
  const reader = createCdpReader((evidence) => builder.apply(evidence));
  for (let i = 0; i < 30_000; i += 1) {
    reader.message('Network.requestWillBeSentExtraInfo', { requestId: `x${i}`, headers: {} });
  }
  const [method, params] = sent();
  reader.message(`Network.${method}`, { ...params, requestId: '1' });
  reader.message('Network.responseReceived', { ...answered()[1], requestId: '1' });
  expect(builder.snapshot().requests[0]).toMatchObject({ status: 200 });
});
