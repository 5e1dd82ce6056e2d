import { describe, expect, it } from 'vitest';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createChromeTraceReader } from './json-trace-reader.ts';

type TraceEvent = {
  readonly name: string;
  readonly ts: number;
  readonly args: { readonly data: Record<string, unknown> };
};

describe('a trace of the Performance panel', () => {
  const text = readFixtureText('dialects/chrome-trace.json.gz');
  const capture = captureOf(createChromeTraceReader, text, 64 * 1024);
  const events: TraceEvent[] = JSON.parse(text).traceEvents;
  const named = (name: string) => events.filter((event) => event.name === name);
  const sends = named('ResourceSendRequest').filter(({ args }) => String(args.data.url).startsWith('http'));
  const ids = new Set(sends.map(({ args }) => args.data.requestId));
  const answers = named('ResourceReceiveResponse')
    .map(({ args }) => args.data)
    .filter(({ requestId }) => ids.has(requestId));

  it('has as many requests, responses and attempts as a plain count', () => {
    expect(sends).toHaveLength(46);
    expect(capture.requests).toHaveLength(sends.length);
    expect(capture.requests.map(({ status }) => status).sort()).toEqual(
      answers.map(({ statusCode }) => statusCode).sort(),
    );
    const cached = answers.filter(({ fromCache }) => fromCache);
    expect(capture.requests.filter(({ fromCache }) => fromCache)).toHaveLength(cached.length);
    expect(capture.requests.filter(({ attempts }) => attempts.length === 1)).toHaveLength(
      answers.length - cached.length,
    );
    expect(capture.requests.every(({ attemptsComplete }) => !attemptsComplete)).toBe(true);
  });

  it('has the connections that the trace names, opened by the requests that did not reuse one', () => {
    const connections = answers.filter(({ connectionId }) => connectionId !== 0);
    expect(capture.connections.map(({ id }) => id).sort()).toEqual(
      [...new Set(connections.map(({ connectionId }) => String(connectionId)))].sort(),
    );
    const opened = capture.connections.filter(({ openedFor }) => openedFor !== null);
    expect(opened).toHaveLength(connections.filter(({ connectionReused }) => !connectionReused).length);
    expect(opened.every(({ openedForCertainty }) => openedForCertainty === 'derived')).toBe(true);
    expect(capture.connections.find(({ id }) => id === '442')).toMatchObject({
      openedFor: null,
      protocol: 'h3',
    });
  });

  it('reports epoch times', () => {
    expect(capture.browser).toEqual({ name: 'Chrome', version: '146.0.7680.164' });
    const [first] = capture.requests;
    expect(new Date(first?.startedAt ?? 0).toISOString()).toBe('2026-03-27T23:58:17.802Z');
    for (const { startedAt, endedAt, attempts } of capture.requests) {
      expect(endedAt).toBeGreaterThan(startedAt ?? Number.POSITIVE_INFINITY);
      expect(attempts[0]?.startedAt ?? endedAt).toBeLessThanOrEqual(endedAt ?? 0);
    }
  });

  it('reports what it cannot read and how to get it', () => {
    expect(capture.problems).toMatchObject([{ code: 'trace-netlog-unread' }]);
    expect(capture.problems[0]?.message).toContain('chrome://net-export');
  });
});

const send = (requestId: string, ts: number, more = {}) => ({
  cat: 'devtools.timeline',
  name: 'ResourceSendRequest',
  ph: 'I',
  ts,
  args: {
    data: { requestId, url: 'https://a.test/x', requestMethod: 'GET', resourceType: 'Fetch', ...more },
  },
});

const answer = (requestId: string, ts: number, more = {}) => ({
  cat: 'devtools.timeline',
  name: 'ResourceReceiveResponse',
  ph: 'I',
  ts,
  args: {
    data: {
      requestId,
      connectionId: 20,
      connectionReused: false,
      fromCache: false,
      fromServiceWorker: false,
      protocol: 'h2',
      statusCode: 200,
      responseTime: 1_700_000_000_100,
      timing: {
        requestTime: 1,
        dnsStart: 1,
        dnsEnd: 2,
        connectStart: 2,
        connectEnd: 12,
        sslStart: 5,
        sslEnd: 12,
        sendStart: 13,
        sendEnd: 14,
        receiveHeadersEnd: 100,
      },
      ...more,
    },
  },
});

const finish = (requestId: string, ts: number, more = {}) => ({
  cat: 'devtools.timeline',
  name: 'ResourceFinish',
  ph: 'I',
  ts,
  args: { data: { requestId, didFail: false, encodedDataLength: 77, finishTime: ts / 1e6, ...more } },
});

const simple = [send('1', 1_000_000), answer('1', 1_101_000), finish('1', 1_150_000)];
const LINES = simple.map((event) => JSON.stringify(event)).join(',\n');

describe('a small trace', () => {
  const read = (document: unknown, indent?: number) =>
    captureOf(createChromeTraceReader, JSON.stringify(document, null, indent), 100);

  it('is read to the millisecond', () => {
    const capture = read({ traceEvents: simple });
    expect(capture.problems).toEqual([]);
    expect(capture.requests).toMatchObject([
      {
        startedAt: 1_700_000_000_000,
        endedAt: 1_700_000_000_150,
        transferSize: 77,
        resourceType: 'fetch',
        attempts: [{ connection: '20', reused: false, phases: { dns: 1, tls: 7, wait: 86, receive: 50 } }],
      },
    ]);
    expect(capture.connections).toMatchObject([
      { id: '20', openedFor: 'https://a.test', openedAt: 1_700_000_000_001 },
    ]);
  });

  it('begins a navigation, whose events are written after its response, when the network stack had it', () => {
    const late = [send('1', 1_160_000), answer('1', 1_161_000), finish('1', 1_170_000, { finishTime: 1.15 })];
    const [request] = read({ traceEvents: late }).requests;
    expect(request).toMatchObject({ startedAt: 1_700_000_000_000, endedAt: 1_700_000_000_150 });
  });

  it.each([
    ['an array', JSON.stringify(simple)],
    ['an array that is not closed', JSON.stringify(simple).slice(0, -1)],
    ['an array of lines', `[\n${LINES}\n]`],
    ['pretty-printed', JSON.stringify({ traceEvents: simple }, null, 2)],
    ['lines', `{"traceEvents":[\n${LINES}]}`],
    ['lines with the end in one of its own', `{"traceEvents":[\n${LINES}\n]}`],
    ['lines with metadata behind the end', `{"traceEvents":[\n${LINES}\n],"metadata":{"a":1}}`],
  ])('is the same as %s', (_how, text) => {
    const capture = captureOf(createChromeTraceReader, text);
    expect(capture).toMatchObject({ problems: [], truncated: false });
    expect(capture.requests).toEqual(read({ traceEvents: simple }).requests);
  });

  it('reports every request with its time, also those from before the clock was known', () => {
    const cached = answer('0', 999_000, { fromCache: true, responseTime: 1, connectionId: 0 });
    const capture = read([send('0', 990_000), cached, ...simple, send('2', 1_200_000)]);
    expect(capture.requests.map(({ startedAt }) => startedAt)).toEqual([
      1_700_000_000_000 - 10,
      1_700_000_000_000,
      1_700_000_000_200,
    ]);
    expect(capture.requests[0]).toMatchObject({ fromCache: true, attempts: [] });
  });

  it('reports a navigation from where the browser began it', () => {
    const will = { ...send('1', 950_000), name: 'ResourceWillSendRequest' };
    expect(read([will, ...simple]).requests).toMatchObject([{ startedAt: 1_700_000_000_000 - 50 }]);
  });

  it('splits redirects', () => {
    const capture = read([
      send('1', 900_000),
      ...simple.map((event, i) => (i === 0 ? send('1', 1_000_000, { url: 'https://b.test/y' }) : event)),
    ]);
    expect(capture.requests).toMatchObject([
      { url: 'https://a.test/x', redirectedTo: 'https://b.test/y', endedAt: 1_700_000_000_000, status: null },
      { url: 'https://b.test/y', redirectedTo: null, status: 200 },
    ]);
  });

  it('reports failures, and omits requests that never used the network', () => {
    const capture = read([
      ...simple,
      send('2', 1_000_000, { url: 'data:text/plain,x' }),
      answer('2', 1_000_000, { protocol: 'data', connectionId: 0 }),
      send('3', 1_000_000),
      finish('3', 1_300_000, { didFail: true }),
    ]);
    expect(capture.requests).toMatchObject([
      { error: null },
      { error: 'net::ERR_FAILED', status: null, attempts: [] },
    ]);
    expect(capture.problems).toEqual([]);
  });

  it.each([
    ['without requests', { traceEvents: [{ name: 'Layout', ph: 'X' }] }, 'trace-no-requests'],
    [
      'without connections',
      { traceEvents: [send('1', 1), answer('1', 2, { connectionId: 0 })] },
      'trace-no-connections',
    ],
    ['with answers alone', { traceEvents: [answer('1', 2)] }, 'started-late'],
    ['with something else for a list', { traceEvents: 7 }, 'trace-no-events'],
    ['without a list', { metadata: {} }, 'trace-no-events'],
    ['that is text', 'hello', 'trace-no-events'],
  ])('%s says so', (_what, document, code) => {
    const { problems } = read(document);
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  it('is read up to a cut, and past broken lines', () => {
    const lines = simple.map((event) => JSON.stringify(event)).join(',\n');
    const cut = captureOf(createChromeTraceReader, `{"traceEvents":[\n${lines.slice(0, -20)}`);
    expect(cut).toMatchObject({
      truncated: true,
      problems: [{ code: 'trace-truncated' }],
      requests: [{ status: 200 }],
    });
    const broken = captureOf(createChromeTraceReader, `{"traceEvents":[\n${lines},\n{"Resource":\n{}]}`);
    expect(broken).toMatchObject({ truncated: false, problems: [{ code: 'trace-bad-event', line: 5 }] });
  });
});
