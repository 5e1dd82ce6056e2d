import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { harEntryEvidence } from '../har/entry.ts';
import type { WebRequestDetails, WebRequestEvent } from './events.ts';
import { WebRequestTracker } from './web-request-tracker.ts';

const PAGE = { requestId: '31', url: 'https://a.test/', method: 'GET', type: 'main_frame' };

type Step = [event: WebRequestEvent, details: Partial<WebRequestDetails>];

function details(over: Partial<WebRequestDetails>): WebRequestDetails {
  return { ...PAGE, timeStamp: 0, ...over };
}

function run(steps: Step[], tracker = WebRequestTracker.from()) {
  const builder = new CaptureBuilder();
  const keys = new Set<string>();
  const say = (evidence: Evidence) => {
    if (evidence.kind === 'request') keys.add(evidence.key);
    builder.apply(evidence);
  };
  for (const [event, over] of steps) for (const one of tracker.handle(event, details(over))) say(one);
  return { ...builder.snapshot(), keys: [...keys], builder };
}

const COMPLETED = { statusCode: 200, ip: '192.0.2.1', fromCache: false, timeStamp: 1_090 };

describe('one request', () => {
  test('is followed from its first event to its last', () => {
    const { requests, resolutions, keys } = run([
      ['onBeforeRequest', { timeStamp: 1_000, initiator: 'https://a.test' }],
      ['onSendHeaders', { timeStamp: 1_005, requestHeaders: [{ name: 'cookie', value: 'secret' }] }],
      ['onHeadersReceived', { timeStamp: 1_080, statusCode: 200, statusLine: 'HTTP/1.1 200' }],
      ['onResponseStarted', { ...COMPLETED, timeStamp: 1_081 }],
      ['onCompleted', COMPLETED],
    ]);
    expect(keys).toEqual(['31.0']);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      ...{ startedAt: 1_000, endedAt: 1_090, status: 200, initiator: 'https://a.test' },
      // Chrome always writes HTTP/1.1, and no browser reports the port.
      ...{ protocol: null, remote: null, requestHeaders: null, resourceType: 'document' },
      attempts: [expect.objectContaining({ connection: null, status: 200, endedAt: 1_090 })],
    });
    expect(resolutions).toEqual(new Map([['a.test', ['192.0.2.1']]]));
  });

  test('of Firefox has its protocol and its initiator', () => {
    const { requests } = run([
      ['onBeforeRequest', { timeStamp: 1, originUrl: 'https://a.test/page' }],
      ['onCompleted', { ...COMPLETED, statusLine: 'HTTP/2.0 200 ' }],
    ]);
    expect(requests[0]).toMatchObject({ protocol: 'h2', initiator: 'https://a.test/page' });
  });

  test('from the cache was never sent, and its address is from an earlier response', () => {
    const { requests, resolutions } = run([['onCompleted', { ...COMPLETED, fromCache: true }]]);
    expect(requests[0]).toMatchObject({ fromCache: true, attempts: [] });
    expect(resolutions.size).toBe(0);
  });

  test('through a proxy does not resolve its host', () => {
    expect(run([['onCompleted', { ...COMPLETED, proxyInfo: { type: 'http' } }]]).resolutions.size).toBe(0);
  });

  test('that failed has its error', () => {
    const { requests } = run([
      ['onBeforeRequest', { timeStamp: 1 }],
      ['onErrorOccurred', { timeStamp: 9, error: 'net::ERR_HTTP2_PROTOCOL_ERROR', fromCache: false }],
    ]);
    expect(requests[0]).toMatchObject({ status: null, error: 'net::ERR_HTTP2_PROTOCOL_ERROR', endedAt: 9 });
  });
});

describe('response headers', () => {
  const responseHeaders = [
    { name: 'Server', value: 'nginx' },
    { name: 'Content-Type', value: 'text/plain,text/html' },
    { name: 'Set-Cookie', value: 'secret' },
    { name: 'X-Debug', value: 'y' },
    { name: 'X-Binary' },
  ];
  const namesFor = (statusCode: number) =>
    run([['onHeadersReceived', { statusCode, responseHeaders }]]).requests[0]?.responseHeaders?.map(
      ({ name }) => name,
    );

  test('of a successful response are kept where they show who responded', () => {
    expect(namesFor(200)).toEqual(['Server', 'Content-Type']);
  });

  test.each([421, 404, 503])('of a %i are all kept except cookies', (status) => {
    expect(namesFor(status)).toEqual(['Server', 'Content-Type', 'X-Debug']);
  });
});

describe('redirects', () => {
  const REDIRECTED: Step[] = [
    ['onBeforeRequest', { timeStamp: 1_000 }],
    ['onBeforeRedirect', { ...COMPLETED, statusCode: 302, redirectUrl: 'https://b.test/', timeStamp: 1_050 }],
    ['onBeforeRequest', { url: 'https://b.test/', timeStamp: 1_051 }],
    ['onCompleted', { ...COMPLETED, url: 'https://b.test/' }],
  ];
  const EXPECTED = [
    {
      url: 'https://a.test/',
      status: 302,
      redirectedTo: 'https://b.test/',
      startedAt: 1_000,
      endedAt: 1_050,
    },
    { url: 'https://b.test/', status: 200, redirectedTo: null, startedAt: 1_051, endedAt: 1_090 },
  ];

  test('with the same requestId become separate requests', () => {
    const { requests, keys } = run(REDIRECTED);
    expect(keys).toEqual(['31.0', '31.1']);
    expect(requests).toMatchObject(EXPECTED);
  });

  test('continue after the worker was stopped at any point', () => {
    for (let stop = 0; stop <= REDIRECTED.length; stop += 1) {
      const builder = new CaptureBuilder();
      let tracker = WebRequestTracker.from();
      for (const [index, [event, over]] of REDIRECTED.entries()) {
        if (index === stop) tracker = WebRequestTracker.from(JSON.parse(JSON.stringify(tracker)));
        for (const one of tracker.handle(event, details(over))) builder.apply(one);
      }
      expect(builder.snapshot().requests, `stopped before ${stop}`).toMatchObject(EXPECTED);
    }
  });
});

describe('the tracker', () => {
  test('recognises a request whose response was reported before its start', () => {
    const { requests, keys } = run([
      ['onHeadersReceived', { statusCode: 200, timeStamp: 1_020 }],
      ['onBeforeRequest', { timeStamp: 1_000 }],
      ['onCompleted', COMPLETED],
    ]);
    expect(keys).toEqual(['31.0']);
    expect(requests).toMatchObject([{ startedAt: 1_000, status: 200 }]);
  });

  test('forgets a request when it ends', () => {
    const tracker = WebRequestTracker.from();
    run(
      [
        ['onBeforeRequest', {}],
        ['onBeforeRequest', { requestId: '32' }],
      ],
      tracker,
    );
    expect(tracker.toJSON()).toEqual({
      open: [
        ['31', 0],
        ['32', 0],
      ],
    });
    run(
      [
        ['onCompleted', COMPLETED],
        ['onErrorOccurred', { requestId: '32', error: 'x' }],
      ],
      tracker,
    );
    expect(tracker.toJSON()).toEqual({ open: [] });
  });

  test('drops the oldest of very many requests that never end', () => {
    const tracker = WebRequestTracker.from();
    run(
      Array.from({ length: 5_001 }, (_, i): Step => ['onBeforeRequest', { requestId: String(i) }]),
      tracker,
    );
    const open = tracker.toJSON().open.map(([id]) => id);
    expect(open).toHaveLength(2_501);
    expect(open.at(-1)).toBe('5000');
  });

  test.each([null, 5, {}, { open: 5 }, { open: [5, ['x'], ['y', 'z'], [1, 2]] }])(
    'starts empty from the invalid state %j',
    (state) => {
      expect(WebRequestTracker.from(state).toJSON()).toEqual({ open: [] });
    },
  );
});

test('a single event, after the worker missed the others, joins the request that DevTools reported', () => {
  const { builder } = run([['onCompleted', { ...COMPLETED, timeStamp: 1_795_364_081_400 }]]);
  const entry = {
    startedDateTime: '2026-11-22T16:14:41.279Z',
    request: { method: 'GET', url: 'https://a.test/' },
    response: { status: 200 },
  };
  for (const one of harEntryEvidence(entry, '0')) builder.apply(one);
  expect(builder.snapshot().requests).toMatchObject([{ sources: ['har', 'webrequest'] }]);
});
