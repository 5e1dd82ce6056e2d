import { describe, expect, it } from 'vitest';
import { readHar } from '../../sources/har/read-har.ts';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { createNetLogReader } from '../../sources/netlog/reader.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { readTruth } from '../../testing/lab-truth.ts';
import { type CaptureSketch, type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import type { Analysis, FindingKind } from '../analysis.ts';
import { analyze } from '../analyze.ts';

/** Real Chromium 156 against the lab (e2e/netlogs), which wrote down what it answered. */
function recorded(name: string): Analysis {
  return analyze(captureOf(createNetLogReader, readFixtureText(`netlog/${name}.netlog.json.gz`)));
}

/** Method, host's label and path of what findings of a kind are about, with their certainty. */
function about({ findings, requests }: Analysis, kind: FindingKind): string[] {
  return findings
    .filter((finding) => finding.kind === kind)
    .flatMap((finding) =>
      finding.requests.map((id) => {
        const { method = '', url = '' } = requests.get(id)?.record ?? {};
        const [, label = '', path = ''] = /^https?:\/\/(\w+)\.[^/]*(\/.*)$/.exec(url) ?? [];
        return `${finding.certainty} ${method} ${label}${path}`;
      }),
    )
    .sort();
}

describe('what the lab answered, by the rules', () => {
  const analysis = recorded('rules');
  const { attempts } = readTruth('rules');
  const sent = (label: string, path: string) =>
    attempts.filter((a) => a.path === path && a.authority.startsWith(`${label}.`) && a.method !== 'OPTIONS');

  it('a stream is not re-sent: the server saw it once', () => {
    expect(sent('exact', '/stream').map(({ status }) => status)).toEqual([421]);
    expect(about(analysis, 'misdirected-not-resent')).toEqual(['observed POST exact/stream']);
  });

  it('a POST with a body that can be read again is: the server saw it twice', () => {
    expect(sent('exact', '/upload').map(({ status }) => status)).toEqual([421, 200]);
    expect(about(analysis, 'non-idempotent-resent')).toEqual(['observed POST exact/upload']);
  });

  it('a 421 with max-age may be stored, and Chromium did: the second time it asked no server', () => {
    expect(sent('keeper', '/1')).toHaveLength(2);
    expect(about(analysis, 'misdirected-cacheable')).toEqual(['observed GET keeper/1']);
    // Asked for twice by the page; one with an Age came out of a cache as well (RFC 9111 section 5.1).
    expect(about(analysis, 'misdirected-from-cache')).toEqual(['derived GET held/1', 'derived GET keeper/1']);
  });

  it('a 421 that offers HTTP/3 is told of, of a hidden one too', () => {
    expect(about(analysis, 'alt-svc-on-421')).toEqual(['observed GET held/1']);
    const hidden = recorded('h3-alt-svc');
    expect(about(hidden, 'alt-svc-on-421')).toContain('observed GET picky/1');
    expect(hidden.requests.get(requestId(hidden, 'picky', '/1'))?.record.status).toBe(200);
  });
});

describe('HTTP/3 that was offered by Alt-Svc', () => {
  const analysis = recorded('h3-alt-svc');
  const { attempts, connections } = readTruth('h3-alt-svc');
  const overHttp3 = new Set(connections.filter((c) => c.protocol === 'h3').map((c) => c.connection));

  it('answered 421 to what the server saw come over it', () => {
    const truth = attempts
      .filter(({ connection, status }) => overHttp3.has(connection) && status === 421)
      .map(({ authority, path }) => `derived GET ${authority.split('.')[0]}${path}`);
    expect(truth.length).toBeGreaterThan(0);
    expect(about(analysis, 'misdirected-by-alternative')).toEqual(truth.sort());
  });

  it('was used for a host that offered it on nothing but 421s', () => {
    const stubborn = attempts.filter(({ authority }) => authority.startsWith('stubborn.'));
    expect(new Set(stubborn.map(({ status }) => status))).toEqual(new Set([421]));
    const truth = stubborn.filter(({ connection }) => overHttp3.has(connection));
    expect(about(analysis, 'alternative-kept-after-421')).toEqual(
      truth.map(({ path }) => `inferred GET stubborn${path}`).sort(),
    );
  });

  it('is not held against a browser that was told to use it (--origin-to-force-quic-on)', () => {
    expect(about(recorded('h3-forced'), 'alternative-kept-after-421')).toEqual([]);
  });
});

describe('an alternative service that answered 421', () => {
  const B = 'https://b.test';
  const OFFER = { 'Alt-Svc': 'h3=":443"; ma=86400' };
  const overHttp3 = { connection: '3', status: 421, restart: 'misdirected' as const };
  const overHttp2 = { connection: '1', status: 200 };
  const at = (startedAt: number) => ({ startedAt, endedAt: startedAt + 10 });
  const visit = (again: Record<string, string>, first: Record<string, string> = OFFER): CaptureSketch => ({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: B, openedAt: 0 },
      { id: '3', openedFor: B, openedAt: 0, protocol: 'h3' },
    ],
    requests: [
      { url: `${B}/1`, responseHeaders: first, attempts: [{ ...overHttp2, ...at(0) }] },
      {
        url: `${B}/2`,
        responseHeaders: again,
        attempts: [
          { ...overHttp3, ...at(20) },
          { ...overHttp2, ...at(40) },
        ],
      },
      { url: `${B}/3`, attempts: [{ connection: '3', status: 200, ...at(60) }] },
    ],
  });
  const kept = (sketch: CaptureSketch) =>
    findings('alternative-kept-after-421', sketch).flatMap(({ requests }) => requests);

  it('is forgotten until it is offered again', () => {
    expect(kept(visit({}))).toEqual(['r3']);
    expect(kept(visit(OFFER))).toEqual([]);
  });

  it('that was spoken before anything offered it is known from elsewhere: nothing is held against the browser', () => {
    expect(kept(visit({}, {}))).toEqual([]);
  });
});

describe('a proxy that answers 421 by itself', () => {
  const analysis = recorded('refusing-proxy');

  it('is told of for CONNECT and for plain http, not for what it says that it forwarded', () => {
    // What Chromium asked for of its own accord went through that proxy, too.
    const ours = about(analysis, 'misdirected-by-proxy').filter((each) => / (?:plain|good)\//.test(each));
    expect(ours).toEqual(['derived GET plain/', 'observed GET good/']);
  });

  it('is not what a server says through a tunnel', () => {
    for (const name of ['proxy-connect', 'proxy-h2']) {
      expect(recorded(name).summary.misdirectedAttempts).toBeGreaterThan(0);
      expect(about(recorded(name), 'misdirected-by-proxy')).toEqual([]);
    }
  });

  const plain = (responseHeaders: Record<string, string>, url = 'http://a.test/'): number =>
    findings('misdirected-by-proxy', {
      connections: [{ id: '1', remote: '10.0.0.9:3128' }],
      requests: [{ url, status: 421, connection: '1', responseHeaders }],
    }).length;

  it('is known in a HAR by the port that the connection leads to, and by what RFC 9209 and Squid write', () => {
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' })).toBe(1);
    expect(plain({ 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' })).toBe(1);
    expect(plain({ 'Proxy-Status': 'ExampleProxy; received-status=421' })).toBe(0);
    expect(plain({})).toBe(0);
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' }, 'http://a.test:3128/')).toBe(
      0,
    );
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' }, 'https://a.test/')).toBe(0);
  });
});

describe('a 421 and caches, by its headers', () => {
  const of = (
    kind: FindingKind,
    responseHeaders: Record<string, string>,
    more: Partial<RequestSketch> = {},
  ) =>
    findings(kind, {
      requests: [{ url: 'https://b.test/', status: 421, connection: '1', responseHeaders, ...more }],
    }).map(({ certainty }) => certainty);

  it.each([
    [{ 'Cache-Status': 'ExampleCache; hit' }, ['observed']],
    [{ 'Cache-Status': 'OriginCache; hit; ttl=1100, CDN; fwd=uri-miss' }, ['observed']],
    [{ 'Cache-Status': 'ExampleCache; fwd=uri-miss; stored' }, []],
    [{ Age: '7' }, ['derived']],
    [{ Age: '0' }, []],
    [{ 'X-Cache': 'HIT, MISS' }, ['derived']],
    [{ 'X-Cache': 'MISS' }, []],
  ])('%j: out of a cache %j', (headers, certainties) => {
    expect(of('misdirected-from-cache', headers)).toEqual(certainties);
  });

  it.each([
    [{ 'Cache-Control': 'max-age=60' }, 1],
    [{ 'Cache-Control': 'public' }, 1],
    [{ 'Cache-Control': 's-maxage=60' }, 1],
    [{ Expires: 'Thu, 01 Dec 2044 16:00:00 GMT', Date: 'Thu, 01 Dec 1994 16:00:00 GMT' }, 1],
    [{ Expires: '0', Date: 'Thu, 01 Dec 1994 16:00:00 GMT' }, 0],
    [{ 'Cache-Control': 'max-age=0', Expires: 'Thu, 01 Dec 2044 16:00:00 GMT' }, 0],
    [{ 'Cache-Control': 'no-store, max-age=60' }, 0],
    [{}, 0],
  ])('%j: may be stored in %j findings', (headers, count) => {
    expect(of('misdirected-cacheable', headers)).toHaveLength(count);
  });

  it('that answers a POST is not stored', () => {
    expect(of('misdirected-cacheable', { 'Cache-Control': 'max-age=60' }, { method: 'POST' })).toEqual([]);
  });
});

describe('a HAR of a program that is no known browser', () => {
  const har = (creator: string, browser?: object): object => ({
    log: {
      version: '1.2',
      creator: { name: creator, version: '1' },
      browser,
      entries: [
        {
          startedDateTime: '2026-11-22T10:00:00.000Z',
          time: 30,
          request: { method: 'GET', url: 'https://b.test/', httpVersion: 'HTTP/2', headers: [] },
          response: {
            status: 421,
            statusText: 'Misdirected Request',
            headers: [{ name: 'Age', value: '9' }],
          },
          timings: { send: 1, wait: 28, receive: 1 },
        },
      ],
    },
  });

  it.each(['Postman', 'mitmproxy', 'WebKit Web Inspector', 'curl2har'])(
    '%s: says what is known',
    (creator) => {
      const analysis = analyze(buildCapture((emit) => readHar(har(creator), emit)));
      expect(about(analysis, 'misdirected-seen')).toEqual(['observed GET b/']);
      expect(about(analysis, 'misdirected-from-cache')).toEqual(['derived GET b/']);
      expect(analysis.findings).toHaveLength(2);
      expect(analysis.summary).toMatchObject({ misdirectedAttempts: 1, hiddenAttempts: 0 });
      expect(analysis.summary.cost).toMatchObject({ attempts: 1, ms: 30, bytesReceived: null });
    },
  );

  it('of Chromium it says more: that the browser had tried before', () => {
    const analysis = analyze(
      buildCapture((emit) => readHar(har('WebInspector', { name: 'Chrome', version: '156' }), emit)),
    );
    expect(about(analysis, 'misdirected-seen')).toEqual([]);
    expect(about(analysis, 'misdirected-persistent')).toEqual(['derived GET b/']);
  });
});

describe('a body that is a stream, which DevTools tells without Content-Length', () => {
  const posted = (requestHeaders: Record<string, string>): CaptureSketch => ({
    requests: [{ url: 'https://b.test/', method: 'POST', status: 421, connection: '1', requestHeaders }],
  });

  it('may have been sent once only', () => {
    expect(findings('misdirected-persistent', posted({ accept: '*/*' }))).toEqual([]);
    expect(findings('misdirected-seen', posted({ accept: '*/*' }))).toHaveLength(1);
    expect(findings('misdirected-persistent', posted({ 'content-length': '3' }))).toHaveLength(1);
  });
});

it('an ORIGIN frame that Firefox got lists a host for which that server answered 421, and it alone is told of', () => {
  const capture = captureOf(createMozLogReader, readFixtureText('firefox/origin.moz_log.gz'));
  const analysis = analyze(capture);
  expect(about(analysis, 'origin-frame-contradicted')).toEqual(['observed GET picky/1']);
  const [announced] = capture.connections.filter(({ originFrame }) => originFrame !== null);
  expect(announced?.originFrameAt).toBeGreaterThanOrEqual(announced?.openedAt ?? Number.NaN);
  // Firefox keeps the rules: it used nothing that is not listed, and no connection again that said 421.
  expect(about(analysis, 'origin-frame-mismatch')).toEqual([]);
  expect(about(analysis, 'origin-kept-after-421')).toEqual([]);
});

describe('an ORIGIN frame', () => {
  const [A, B] = ['https://a.test', 'https://b.test'];
  const told = (
    statuses: readonly number[],
    originFrame: readonly string[],
    startedAt = 100,
  ): CaptureSketch => ({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: A, openedAt: 0, originFrame, originFrameAt: 1_700_000_000_050 },
      { id: '2', openedFor: B, openedAt: 0 },
    ],
    requests: statuses.map((status, i) => ({
      url: `${B}/${i}`,
      status,
      attempts: [
        { connection: '1', status, startedAt: startedAt + i * 20, endedAt: startedAt + i * 20 + 10 },
        ...(status === 421 ? [{ connection: '2', status: 200 }] : []),
      ],
    })),
  });
  const count = (kind: FindingKind, sketch: CaptureSketch) =>
    findings(kind, sketch).flatMap(({ requests }) => requests);

  it('that lists what is answered 421 contradicts it', () => {
    expect(count('origin-frame-contradicted', told([421], [A, B]))).toEqual(['r1']);
    expect(count('origin-frame-contradicted', told([421], [A]))).toEqual([]);
    expect(count('origin-frame-contradicted', told([200], [A, B]))).toEqual([]);
  });

  it('that does not list what is answered well on it is too short, or the browser wrong', () => {
    expect(count('origin-frame-mismatch', told([200], [A]))).toEqual(['r1']);
    expect(count('origin-frame-mismatch', told([200], [A, B]))).toEqual([]);
    expect(count('origin-frame-mismatch', told([421], [A]))).toEqual([]);
    // Sent before it came.
    expect(count('origin-frame-mismatch', told([200], [A], 40))).toEqual([]);
  });

  it('is over for an origin that got a 421 on it', () => {
    expect(count('origin-kept-after-421', told([421, 200], [A, B]))).toEqual(['r2']);
    expect(count('origin-kept-after-421', told([200, 421], [A, B]))).toEqual([]);
  });
});

function findings(kind: FindingKind, sketch: CaptureSketch) {
  const connections = [{ id: '1', openedFor: 'https://a.test', openedAt: 0 }];
  return analyze(sketchCapture({ connections, ...sketch })).findings.filter((f) => f.kind === kind);
}

function requestId({ requests }: Analysis, label: string, path: string): string {
  for (const [id, { record }] of requests) {
    if (record.url.startsWith(`https://${label}.`) && record.url.endsWith(path)) return id;
  }
  throw new Error(`nothing asked for ${label}${path}`);
}
