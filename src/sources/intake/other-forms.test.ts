import { describe, expect, test } from 'vitest';
import { readPieces } from '../../testing/read-text.ts';

/** What `size`-byte pieces of the text give; small pieces cut everywhere. */
const read = (value: unknown, size = 7) =>
  readPieces(typeof value === 'string' ? value : JSON.stringify(value), size);
const messages = (value: unknown) => read(value).capture.problems.map(({ message }) => message);

const EVENTS = ['https://a.test/', 'https://b.test/x'].flatMap((url, index) => {
  const requestId = `1.${index}`;
  const request = { url, method: 'GET', headers: {} };
  const response = {
    url,
    status: 200,
    headers: {},
    protocol: 'h2',
    connectionId: 77,
    connectionReused: index > 0,
  };
  return [
    {
      method: 'Network.requestWillBeSent',
      params: { requestId, request, timestamp: 1, wallTime: 1_700_000_000 },
    },
    { method: 'Network.responseReceived', params: { requestId, timestamp: 2, response } },
    { method: 'Network.loadingFinished', params: { requestId, timestamp: 3 } },
  ];
});
const ENTRIES = ['https://a.test/', 'https://b.test/x'].map((url) => ({
  startedDateTime: '2024-03-01T10:00:00.000Z',
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, headers: [] },
  timings: { wait: 1 },
}));
const HAR = { log: { version: '1.2', creator: { name: 'x' }, entries: ENTRIES } };

describe('DevTools protocol events are read', () => {
  const wrapped = EVENTS.map((message) => ({ message, webview: 'W' }));
  const logged = wrapped.map((entry) => ({ level: 'INFO', message: JSON.stringify(entry), timestamp: 1 }));
  const padded = wrapped.map((entry) => ({ timestamp: 1, message: JSON.stringify(entry, null, 2) }));
  const lines = (list: readonly unknown[]) => list.map((event) => JSON.stringify(event)).join('\n');
  test.each([
    ["a driver's entries", wrapped],
    ["a client's entries, as text", logged],
    ['indented entries, as text', padded],
    ['indented entries', JSON.stringify(wrapped, null, 2)],
    ['one entry per line', lines(wrapped)],
    ['one entry with text per line', lines(logged)],
    ["WebDriver's response", { value: logged }],
    ["Lighthouse's artifacts", { fetchTime: 't', BenchmarkIndex: 1, devtoolsLogs: { defaultPass: EVENTS } }],
    ["Lighthouse's artifact", { HostUserAgent: 'x', DevtoolsLog: EVENTS, Trace: { traceEvents: [] } }],
  ])('from %s', (_, log) => {
    const { capture } = read(log);
    expect(capture.sources).toEqual(['cdp']);
    expect(capture.problems).toEqual([]);
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/', 'https://b.test/x']);
    expect(capture.connections.map(({ id }) => id)).toEqual(['77']);
  });

  test('up to where a log is cut', () => {
    const { capture } = read(JSON.stringify(logged).slice(0, -40));
    expect(capture.requests).toHaveLength(2);
    expect(capture.truncated).toBe(true);
  });

  test("but not from a browser's console log", () => {
    const log = [{ level: 'SEVERE', source: 'network', message: 'https://a.test/ - Failed', timestamp: 1 }];
    expect(read(log).kind).toBeNull();
  });

  test('and artifacts without them say where they are', () => {
    expect(messages({ fetchTime: 't', BenchmarkIndex: 1 })).toEqual([
      expect.stringContaining('open the file whose name ends with devtoolslog.json'),
    ]);
  });
});

describe('HAR entries are read', () => {
  test.each([
    ['in a call', `onInputData(${JSON.stringify(HAR)});\n`],
    ['in a call of another name', ` /**/window.cb_1(${JSON.stringify(HAR, null, 1)})`],
    ['in an assignment', `var har = ${JSON.stringify(HAR)};`],
    ['in a list', ENTRIES],
    ['in a list in a call', `x(${JSON.stringify(ENTRIES)})`],
    ['in an object', { entries: ENTRIES }],
    ["in a log's members", HAR.log],
  ])('%s', (_, har) => {
    const { capture, kind } = read(har);
    expect(kind).toBe('har');
    expect(capture.problems).toEqual([]);
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/', 'https://b.test/x']);
  });

  test('also a single one', () => {
    const { capture } = read(ENTRIES[1]);
    expect(capture.problems).toEqual([]);
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://b.test/x']);
  });

  test('up to where a call is cut', () => {
    const { capture } = read(`cb(${JSON.stringify(HAR).slice(0, -30)}`);
    expect(capture.requests).toHaveLength(1);
    expect(capture.truncated).toBe(true);
  });

  test('from the lines of a Playwright trace, which states the browser', () => {
    const lines = [
      { version: 8, type: 'context-options', browserName: 'webkit' },
      { type: 'before', callId: '1', params: { text: '"resource-snapshot"' } },
      ...ENTRIES.map((snapshot) => ({ type: 'resource-snapshot', snapshot })),
    ];
    const { capture, kind } = read(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(kind).toBe('playwright-trace');
    expect(capture.browser?.name).toBe('webkit');
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/', 'https://b.test/x']);
    expect(capture.problems).toEqual([]);
  });
});

describe("WebPageTest's result", () => {
  const requestOf = (host: string, index: number) => ({
    host,
    url: '/x',
    is_secure: 1,
    full_url: `https://${host}/x`,
    method: 'GET',
    protocol: 'HTTP/2',
    socket: 9,
    ip_addr: '192.0.2.1',
    responseCode: 200,
    load_start: 100 * index,
    load_ms: 40,
    ttfb_ms: 30,
    ...(index === 0 && { dns_ms: 3, connect_ms: 4, ssl_ms: 5, connect_start: 3 }),
    http2_stream_id: 1 + 2 * index,
    headers: { request: [':method: GET', 'accept: */*'], response: ['HTTP/2 200', 'server: x'] },
  });
  const view = {
    date: 1_700_000_000,
    browser_name: 'Chrome',
    browser_version: '146.0.0.0',
    requests: ['a.test', 'b.test'].map(requestOf),
  };
  const result = (firstView: unknown) => ({
    data: { id: 'x', runs: { 1: { firstView } }, median: { firstView: view } },
    statusCode: 200,
    statusText: 'Ok',
  });

  test('is read with its sockets, streams, times and headers', () => {
    const { capture, kind } = read(result(view));
    expect(kind).toBe('webpagetest');
    expect(capture.problems).toEqual([]);
    expect(capture.browser).toEqual({ name: 'Chrome', version: '146.0.0.0' });
    expect(capture.connections).toMatchObject([
      { id: '9', protocol: 'h2', remote: { address: '192.0.2.1', port: 443 }, openedFor: 'https://a.test' },
    ]);
    const [, second] = capture.requests;
    expect(second).toMatchObject({
      url: 'https://b.test/x',
      startedAt: 1_700_000_000_100,
      endedAt: 1_700_000_000_140,
      responseHeaders: [{ name: 'server', value: 'x' }],
      attempts: [{ connection: '9', stream: 3 }],
    });
  });

  test('is read in steps, too', () => {
    const { requests, ...rest } = view;
    const { capture } = read(result({ ...rest, steps: [{ date: 1_700_000_000, requests }] }));
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/x', 'https://b.test/x']);
  });

  test('without requests says what to export', () => {
    expect(messages(result({ date: 1 }))).toEqual([expect.stringContaining('&requests=1')]);
  });
});

describe('a file that cannot be read says what to do', () => {
  test('while chrome://net-export writes it', () => {
    const text = 'Logging is in progress writing data to:\n    /tmp/x.inprogress\n\nThat data will be\n';
    expect(messages(text)).toEqual([
      'The recording is still running: stop it in chrome://net-export, then open the file.',
    ]);
  });

  test('when it is one of the temporary files of chrome://net-export', () => {
    const event = { params: {}, phase: 1, source: { id: 1, type: 2 }, time: '123', type: 3 };
    expect(messages(`${JSON.stringify(event)},\n${JSON.stringify(event)},\n`)).toEqual([
      expect.stringContaining('a temporary file of chrome://net-export: stop the recording there'),
    ]);
  });

  test('when it is a Lighthouse report', () => {
    expect(messages({ lighthouseVersion: '12.0.0', requestedUrl: 'x', audits: {} })).toEqual([
      expect.stringContaining('a Lighthouse report, which holds results but no log'),
    ]);
  });
});
