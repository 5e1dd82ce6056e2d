// Over 250 lines: one list of places where a secret can be, and the same checks for each output.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Capture } from '../../model/capture.ts';
import { createHarReader } from '../../sources/har/har-reader.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { harErrors } from '../../testing/har-12.ts';
import { toAnnotatedHar } from '../har/to-annotated-har.ts';
import { toReport } from '../json/to-report.ts';
import { toText } from '../text/to-text.ts';
import { Sanitiser } from './sanitiser.ts';

type Plant = (entry: TestEntry, log: Record<string, unknown>, secret: string) => void;
type TestEntry = ReturnType<typeof plainEntry>;

function plainEntry() {
  return {
    startedDateTime: '2026-01-02T03:04:05.678Z',
    time: 12,
    request: {
      method: 'POST',
      url: 'https://a.test/path',
      httpVersion: 'h2',
      headers: [{ name: 'accept', value: '*/*' }],
      cookies: [] as unknown[],
      queryString: [] as unknown[],
      postData: { mimeType: 'text/plain' } as Record<string, unknown>,
      headersSize: -1,
      bodySize: 4,
    },
    response: {
      status: 421,
      statusText: '',
      httpVersion: 'h2',
      headers: [{ name: 'server', value: 'nginx' }],
      cookies: [] as unknown[],
      content: { size: 4, mimeType: 'text/plain' } as Record<string, unknown>,
      redirectURL: '',
      headersSize: -1,
      bodySize: 4,
    },
    cache: {},
    timings: { blocked: 1, dns: 0, connect: 2, ssl: 1, send: 0, wait: 8, receive: 1 },
    serverIPAddress: '127.0.0.1',
    _connectionId: '81',
  } as Record<string, unknown> & {
    request: {
      url: string;
      headers: unknown[];
      cookies: unknown[];
      queryString: unknown[];
      postData: object;
    };
    response: { headers: unknown[]; cookies: unknown[]; content: object; redirectURL: string };
  };
}

const inRequestHeader =
  (name: string, value: (secret: string) => string): Plant =>
  ({ request }, _log, secret) =>
    request.headers.push({ name, value: value(secret) });

const inResponseHeader =
  (name: string, value: (secret: string) => string): Plant =>
  ({ response }, _log, secret) =>
    response.headers.push({ name, value: value(secret) });

const inUrl =
  (url: (secret: string) => string): Plant =>
  ({ request }, _log, secret) => {
    request.url = url(secret);
  };

const inField =
  (key: string, value: (secret: string) => unknown): Plant =>
  (entry, _log, secret) => {
    entry[key] = value(secret);
  };

/** Every place in a HAR that can contain a secret. */
const PLACES: Readonly<Record<string, Plant>> = {
  'request cookie': ({ request }, _log, value) => request.cookies.push({ name: 'sid', value }),
  'response cookie': ({ response }, _log, value) => response.cookies.push({ name: 'sid', value }),
  'Cookie header': inRequestHeader('Cookie', (secret) => `a=1; sid=${secret}`),
  'Set-Cookie header': inResponseHeader('set-cookie', (secret) => `sid=${secret}; Secure`),
  'Authorization header': inRequestHeader('authorization', (secret) => `Bearer ${secret}`),
  'Proxy-Authorization header': inRequestHeader('Proxy-Authorization', (secret) => `Basic ${secret}`),
  'X-Api-Key header': inRequestHeader('X-Api-Key', (secret) => secret),
  'X-Amz-Security-Token header': inRequestHeader('x-amz-security-token', (secret) => secret),
  'post text': ({ request }, _log, text) => Object.assign(request.postData, { text }),
  'post parameter': ({ request }, _log, value) =>
    Object.assign(request.postData, { params: [{ name: 'pw', value }] }),
  'content text': ({ response }, _log, secret) =>
    Object.assign(response.content, { text: `<p>${secret}</p>` }),
  'query value': inUrl((secret) => `https://a.test/path?token=${secret}&b=2`),
  'query without a name': inUrl((secret) => `https://a.test/path?${secret}`),
  fragment: inUrl((secret) => `https://a.test/path#access_token=${secret}`),
  'user of a URL': inUrl((secret) => `https://${secret}@a.test/path`),
  'password of a URL': inUrl((secret) => `https://me:${secret}@a.test/path`),
  'path parameter': inUrl((secret) => `https://a.test/path;jsessionid=${secret}`),
  queryString: ({ request }, _log, value) => request.queryString.push({ name: 'token', value }),
  Referer: inRequestHeader('Referer', (secret) => `https://a.test/?code=${secret}`),
  ':path': inRequestHeader(':path', (secret) => `/path?code=${secret}`),
  Location: inResponseHeader('location', (secret) => `/next?code=${secret}`),
  'Location with a fragment': inResponseHeader('location', (secret) => `/next#id_token=${secret}`),
  Refresh: inResponseHeader('refresh', (secret) => `0; url=/next?code=${secret}`),
  redirectURL: ({ response }, _log, secret) => {
    response.redirectURL = `https://b.test/next?code=${secret}`;
  },
  'initiator stack': inField('_initiator', (secret) => ({
    type: 'script',
    stack: { callFrames: [{ functionName: 'f', url: `https://a.test/app.js?key=${secret}` }] },
  })),
  'initiator URL': inField('_initiator', (secret) => ({
    type: 'parser',
    url: `https://a.test/?s=${secret}`,
  })),
  'WebSocket message': inField('_webSocketMessages', (data) => [{ type: 'send', time: 1, opcode: 1, data }]),
  'raw header lines': inField('_headers', (secret) => ({
    request: [`GET /?t=${secret} HTTP/1.1`, `cookie: ${secret}`],
  })),
  'a relative URL': inField('_url', (secret) => `/path?t=${secret}`),
  'a name of a field': inField('_js_timing', (secret) => ({ [`https://a.test/app.js?v=${secret}`]: 3 })),
  'a credential of a tool': inField('_details', (secret) => ({
    access_token: secret,
    nested: { password: secret },
  })),
  'a body of a tool': inField('_body', (secret) => secret),
  'a pair of name and value': inField('_extra', (value) => [{ name: 'Authorization', value }]),
  comment: inField('comment', (secret) => `see https://a.test/?t=${secret}`),
  'page title': (_entry, log, secret) => {
    log.pages = [
      {
        id: 'page_1',
        startedDateTime: '2026-01-02T03:04:05Z',
        title: `https://a.test/?t=${secret}`,
        pageTimings: {},
      },
    ];
  },
  'error text': ({ response }, _log, secret) =>
    Object.assign(response, { _error: `net::ERR_FAILED at https://a.test/?t=${secret}` }),
};

const secrets = fc.stringMatching(/^[A-Za-z0-9]{10,24}$/).map((text) => `zQ7x${text}`);

function captureWith(plant: Plant, secret: string): Capture {
  const entry = plainEntry();
  const log: Record<string, unknown> = {
    version: '1.2',
    creator: { name: 'WebInspector', version: '1' },
    pages: [],
  };
  plant(entry, log, secret);
  return buildCapture((emit) => {
    readHar({ log: { ...log, entries: [entry] } }, emit);
    // This adds evidence that a HAR cannot hold, so that the support data must be sanitised too.
    emit({ kind: 'source', source: 'webrequest' });
  });
}

function exportsOf(capture: Capture, sanitise: boolean) {
  const analysis = analyze(capture);
  const findings = diagnose(analysis);
  const tool = { name: 'coalescope', version: '0.0.0' };
  const report = toReport(analysis, findings, { name: 'x.har', kind: 'har', tool, sanitise });
  return {
    har: toAnnotatedHar(analysis, findings, { sanitise }),
    report,
    text: toText(report, { all: true }),
  };
}

describe('a secret', () => {
  it.each(Object.entries(PLACES))('in %s is only in a full export', (_place, plant) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const capture = captureWith(plant, secret);
        expect(JSON.stringify(exportsOf(capture, false).har)).toContain(secret);
        const { har, report, text } = exportsOf(capture, true);
        for (const out of [JSON.stringify(har), JSON.stringify(report), text])
          expect(out).not.toContain(secret);
        expect(harErrors(har)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(['dialects/firefox.har.gz', 'dialects/webpagetest.har.gz'])('%s', (name) => {
  const original = readFixtureText(name);
  const capture = captureOf(createHarReader, original);

  it('has none of its cookies, keys and bodies in its exports', () => {
    const secrets = secretsOf(JSON.parse(original));
    expect(secrets.size).toBeGreaterThan(10);
    const { har, report } = exportsOf(capture, true);
    const out = JSON.stringify(har) + JSON.stringify(report);
    for (const secret of secrets) expect(out.includes(secret), secret).toBe(false);
  });
});

/** Long values of cookies and keys, and beginnings of bodies, as the file contains them. */
function secretsOf(har: { log: { entries: TestEntry[] } }): Set<string> {
  const secrets = new Set<string>();
  for (const { request, response } of har.log.entries) {
    for (const { name, value } of [...request.headers, ...response.headers] as {
      name: string;
      value: string;
    }[]) {
      if (/^(?:set-)?cookie$/i.test(name)) {
        for (const pair of value.split(/[;\n]/)) secrets.add(pair.slice(pair.indexOf('=') + 1).trim());
      }
      if (/key|authorization/i.test(name)) secrets.add(value);
    }
    for (const { text } of [response.content, request.postData ?? {}] as { text?: string }[]) {
      if (text !== undefined) secrets.add(text.slice(0, 60));
    }
  }
  // A short value may occur anywhere by chance, and so may a date or a domain.
  return new Set(
    [...secrets].filter((secret) => secret.length >= 24 && !/GMT$|^\/|surrogate|x-cache/.test(secret)),
  );
}

describe('what is not secret', () => {
  it('is kept: hosts, paths, names, statuses, sizes, harmless headers and the annotations', () => {
    const capture = captureWith(
      inUrl((secret) => `https://a.test/path?page=${secret}`),
      'two',
    );
    const { har, report } = exportsOf(capture, true);
    const [entry] = har.log.entries;
    expect(entry).toMatchObject({
      request: {
        url: 'https://a.test/path?page=redacted',
        headers: [{ name: 'accept', value: '*/*' }],
        bodySize: 4,
      },
      response: { status: 421, headers: [{ name: 'server', value: 'nginx' }], content: { size: 4 } },
      connection: '81',
      _coalescope: { request: 'r1' },
    });
    expect(report.requests[0]).toMatchObject({ url: 'https://a.test/path?page=redacted', status: 421 });
    expect(report).toMatchObject({ sanitised: true });
  });

  it('is kept in structured headers and prose', () => {
    const sanitiser = new Sanitiser();
    for (const text of [
      '?0',
      'u=1, i=?0',
      'Is it? Yes.',
      '#fff',
      'max-age=60, private',
      'W/"67ab"',
      '*/*;q=0.8',
    ]) {
      expect(sanitiser.text(text)).toBe(text);
    }
  });

  it('is the same after it is sanitised a second time', () => {
    const once = exportsOf(
      captureWith(
        inUrl(() => 'https://a.test/?a=1&b=2'),
        '',
      ),
      true,
    ).har;
    const twice = exportsOf(
      buildCapture((emit) => readHar(once, emit)),
      true,
    ).har;
    expect(twice.log.entries[0]?.request).toEqual(once.log.entries[0]?.request);
  });
});
