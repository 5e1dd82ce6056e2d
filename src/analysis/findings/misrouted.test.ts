import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../model/capture.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

type Headers = Readonly<Record<string, string>>;
const html = (more: Headers): Headers => ({ 'content-type': 'text/html', ...more });
/** The responses of a's and b's applications on their own connections. */
const OF_A = html({
  server: 'nginx/1.22.1',
  etag: '"a1"',
  'set-cookie': 'shop=1; Domain=a.shop.test; Secure',
});
const OF_B = html({
  server: 'Apache',
  etag: '"b7"',
  'strict-transport-security': 'max-age=600',
  'set-cookie': 'AUTH=1',
});

const asked = (url: string, connection: string, responseHeaders: Headers, status = 200): RequestSketch => ({
  ...{ url, connection, responseHeaders, status },
});
const shared = (path: string, headers: Headers, status?: number) => asked(B + path, '1', headers, status);
const own = (path: string, headers: Headers, status?: number) => asked(B + path, '2', headers, status);
const front = asked(`${A}/`, '1', OF_A);

function suspected(...requests: RequestSketch[]) {
  const connections = [
    { id: '1', openedFor: A, openedAt: 0 },
    { id: '2', openedFor: B, openedAt: 100 },
  ];
  const { findings } = analyze(sketchCapture({ connections, requests }));
  return findings.filter(({ kind }) => kind === 'misrouted-suspected');
}

describe("another application's page with 200", () => {
  it('is recognised by its software, cookies and files, and reported with the differences', () => {
    const [found, ...more] = suspected(front, shared('/', OF_A), own('/', OF_B));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ certainty: 'inferred', requests: ['r2'], origins: [B, A] });
    expect(found?.confidence).toBeGreaterThan(0.9);
    expect(found?.confidence).toBeLessThanOrEqual(0.99);
    expect(found?.differences).toContainEqual({
      ...{ feature: 'server', shared: 'nginx/1.22.1', own: 'Apache', likeOther: true },
    });
    expect(found?.differences).toContainEqual({
      ...{ feature: 'cookie-domain', shared: 'a.shop.test', own: '', likeOther: true },
    });
    expect(found?.differences?.map(({ feature }) => feature)).toContain('validator');
  });

  it('is also found in a NetLog, where cookies are removed', () => {
    const stripped = (headers: Headers) => ({ ...headers, 'set-cookie': '[32 bytes were stripped]' });
    const [found] = suspected(front, shared('/', stripped(OF_A)), own('/', stripped(OF_B)));
    expect(found?.differences?.map(({ feature }) => feature)).toEqual([
      'server',
      'strict-transport-security',
      'validator',
    ]);
  });

  it.each<[string, RequestSketch[]]>([
    ['b is answered alike', [front, shared('/', OF_B), own('/', OF_B)]],
    [
      'b has another program elsewhere on its host',
      [front, shared('/static/x', html({ server: 'nginx' })), own('/api/y', OF_B)],
    ],
    [
      'names vary on its own connection',
      [
        front,
        shared('/', html({ server: 'nginx' })),
        own('/', html({ server: 'x' })),
        own('/', html({ server: 'y' })),
      ],
    ],
    [
      'names vary on the shared one',
      [
        front,
        shared('/x/1', { server: 'nginx' }),
        shared('/x/2', { server: 'Apache' }),
        own('/x/3', { server: 'Apache' }),
      ],
    ],
    [
      'it is only another version',
      [front, shared('/', { server: 'nginx/1.27' }), own('/', { server: 'nginx' })],
    ],
    ['nothing but HSTS differs', [front, shared('/', html({})), own('/', OF_B)].map(withoutServer)],
    ['it is a redirect', [front, shared('/', { server: 'nginx' }, 302), own('/', OF_B)]],
    ['the file did not change', [front, shared('/', { server: 'nginx' }, 304), own('/', OF_B)]],
    ['it came from a cache', [front, { ...shared('/', OF_A), fromCache: true }, own('/', OF_B)]],
    ['a service worker answered', [front, { ...shared('/', OF_A), fromServiceWorker: true }, own('/', OF_B)]],
    ['b was never answered on its own', [front, shared('/', OF_A)]],
    [
      'no headers are reported',
      [front, { url: `${B}/`, connection: '1' }, { url: `${B}/`, connection: '2' }],
    ],
  ])('is not suspected when %s', (_, requests) => {
    expect(suspected(...requests)).toEqual([]);
  });
});

function withoutServer(request: RequestSketch): RequestSketch {
  const { server: _, ...responseHeaders } = request.responseHeaders ?? {};
  return { ...request, responseHeaders };
}

describe('a failure', () => {
  const missing = [shared('/1', OF_A, 404), shared('/2', OF_A, 404), shared('/3', OF_A, 404)];

  it("by b's own software is b's own when a uses different software", () => {
    expect(suspected(front, ...missing, own('/4', OF_B))).toHaveLength(1);
    const byB = ['/x/1', '/x/2', '/x/3'].map((path) => shared(path, { server: 'Apache' }, 404));
    expect(suspected(front, ...byB, own('/x/4', { server: 'Apache' }))).toEqual([]);
  });

  it('of the server (5xx) counts when b answers correctly at the same time', () => {
    const at = (request: RequestSketch, time: number): RequestSketch => ({ ...request, at: time });
    const [first, second, third] = [1, 2, 3].map((i) => shared(`/${i}`, {}, 502));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three');
    const outage = [at(first, 100), at(second, 200), at(third, 300)];
    expect(suspected(...outage, at(own('/4', {}), 250))).toMatchObject([{ requests: ['r1', 'r2', 'r3'] }]);
    expect(suspected(...outage, at(own('/4', {}), 900))).toEqual([]);
  });
});

/** Correct responses of real sites. None is another origin's, whichever connection the test assigns it to. */
describe('in a real site', () => {
  const text = readFixtureText('dialects/firefox.har.gz');
  const { requests } = buildCapture((emit) => readHar(JSON.parse(text), emit));
  const withHeaders = requests.filter(({ responseHeaders }) => responseHeaders !== null);
  const bySite = new Map<string, RequestRecord[]>();
  for (const record of withHeaders) {
    const site = record.origin ?? '';
    bySite.set(site, [...(bySite.get(site) ?? []), record]);
  }
  const sites = [...bySite].filter(([, records]) => records.length > 1);

  const arrangements: Readonly<Record<string, (record: RequestRecord, i: number) => boolean>> = {
    'every second answer': (_, i) => i % 2 === 0,
    'every third answer': (_, i) => i % 3 === 0,
    'everything in one directory': ({ url }) => (url.split('/')[3]?.length ?? 0) % 2 === 0,
  };

  it.each(Object.entries(arrangements))('%s on a shared connection is not suspected', (_, isShared) => {
    let arranged = 0;
    for (const [b, answers] of sites) {
      for (const [a, others] of bySite) {
        if (a === b) continue;
        const connections = [
          { id: '1', openedFor: a, openedAt: 0 },
          { id: '2', openedFor: b, openedAt: 0 },
        ];
        const sketches = [
          ...others.map((record) => sketchOf(record, '1')),
          ...answers.map((record, i) => sketchOf(record, isShared(record, i) ? '1' : '2')),
        ];
        const { findings } = analyze(sketchCapture({ connections, requests: sketches }));
        expect(
          findings.filter(({ kind }) => kind === 'misrouted-suspected'),
          `${b} on ${a}`,
        ).toEqual([]);
        arranged += 1;
      }
    }
    expect(arranged).toBeGreaterThan(10);
  });
});

function sketchOf(
  { url, method, status, responseHeaders }: RequestRecord,
  connection: string,
): RequestSketch {
  const headers = Object.fromEntries((responseHeaders ?? []).map(({ name, value }) => [name, value]));
  return { url, method, status: status ?? 0, connection, responseHeaders: headers };
}
