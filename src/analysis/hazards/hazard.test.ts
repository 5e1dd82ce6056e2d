import { expect, it } from 'vitest';
import { createCdpLogReader } from '../../sources/cdp/cdp-log-reader.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { type ConnectionSketch, type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';
const C = 'https://c.shop.test';
const NAMES = ['*.shop.test'];

/** A connection opened for its origin, which this server answers there. */
function served(
  id: string,
  openedFor: string,
  server: string,
  more: Partial<ConnectionSketch> & { readonly headers?: Readonly<Record<string, string>> } = {},
): readonly [ConnectionSketch, RequestSketch] {
  const { headers, ...facts } = more;
  return [
    { id, openedFor, openedAt: 0, names: NAMES, ...facts },
    { url: `${openedFor}/`, connection: id, responseHeaders: { server, ...headers } },
  ];
}

function hazards(...all: (readonly [ConnectionSketch, RequestSketch])[]) {
  const connections = all.map(([connection]) => connection);
  const requests = all.map(([, request]) => request);
  const { findings } = analyze(sketchCapture({ connections, requests }));
  return findings.filter(({ kind }) => kind === 'coalescing-hazard');
}

it('two servers under one certificate at one address are one hazard, for all origins', () => {
  const found = hazards(
    served('1', A, 'nginx'),
    served('2', B, 'Apache/2.4.71'),
    served('3', C, 'nginx/1.22'),
  );
  expect(found).toMatchObject([
    {
      severity: 'info',
      certainty: 'derived',
      connections: ['1', '2', '3'],
      origins: [A, B, C],
      services: [{ server: 'nginx' }, { server: 'Apache/2.4.71' }, { server: 'nginx/1.22' }],
    },
  ]);
});

it('a host that speaks HTTP/1.1 only, next to one whose HTTP/2 connection may carry it, is a hazard', () => {
  const old = served('2', B, 'nginx', { protocol: 'http/1.1' });
  expect(hazards(served('1', A, 'nginx'), old)).toMatchObject([
    { services: [{ protocol: 'h2' }, { protocol: 'http/1.1' }] },
  ]);
});

it('a host that gets a client certificate, next to one that does not, is a hazard', () => {
  const guarded = served('2', B, 'nginx', { clientCertificate: true });
  expect(hazards(served('1', A, 'nginx'), guarded)).toHaveLength(1);
});

it.each<[string, Parameters<typeof served>[3]]>([
  ['another address', { remote: '10.0.0.2:443' }],
  ['another pool', { privacyMode: true }],
  ['another partition', { partition: 'https://other.test same_site' }],
  ['a proxy', { proxy: 'PROXY proxy.test:3128' }],
])('%s keeps them apart', (_, facts) => {
  const pool = { privacyMode: false, partition: 'https://shop.test same_site' };
  const [a, b] = [served('1', A, 'nginx', pool), served('2', B, 'Apache', { ...pool, ...facts })];
  expect(hazards(a, b)).toEqual([]);
  expect(hazards(a, served('2', B, 'Apache', pool))).toHaveLength(1);
});

it('a certificate that does not name the other host, or that no source reports, is not a hazard', () => {
  const alone = (names: readonly string[] | undefined) => ({ ...(names && { names }) });
  const a = served('1', A, 'nginx', alone(['a.shop.test']));
  expect(hazards(a, served('2', B, 'Apache', alone(['b.shop.test'])))).toEqual([]);
  const unnamed = (id: string, origin: string, server: string) => {
    const [{ names: _, ...connection }, request] = served(id, origin, server);
    return [connection, request] as const;
  };
  expect(hazards(unnamed('1', A, 'nginx'), unnamed('2', B, 'Apache'))).toEqual([]);
});

it('the same software, or software with several names, is not a hazard', () => {
  expect(hazards(served('1', A, 'nginx/1.22'), served('2', B, 'nginx/1.27'))).toEqual([]);
  const [connection, request] = served('2', B, 'Apache');
  const other = [
    { ...connection, id: '3' },
    { ...request, responseHeaders: { server: 'sffe' } },
  ] as const;
  expect(hazards(served('1', A, 'nginx'), [connection, request], other)).toEqual([]);
});

it('a CDN in front of both is not a hazard: it serves many hosts on purpose', () => {
  const headers = { via: '1.1 abc.cloudfront.net (CloudFront)', 'x-amz-cf-id': 'x' };
  expect(hazards(served('1', A, 'AmazonS3', { headers }), served('2', B, 'nginx', { headers }))).toEqual([]);
});

it('a shared connection is not a hazard: its failures have findings of their own', () => {
  const coalesced = [
    { id: '3', openedFor: C, openedAt: 0, names: NAMES },
    { url: `${A}/x`, connection: '3' },
  ] as const;
  expect(hazards(served('1', A, 'nginx'), served('2', B, 'Apache'), coalesced)).toEqual([]);
});

it.each([
  [
    'a NetLog of one site',
    () => captureOf(createNetLogReader, readFixtureText('dialects/netlog-everything.json.gz')),
  ],
  ['a CDP log of it', () => captureOf(createCdpLogReader, readFixtureText('dialects/cdp.json.gz'))],
  ['a HAR of WebPageTest', () => harOf('dialects/webpagetest.har.gz')],
  ['a HAR of Firefox', () => harOf('dialects/firefox.har.gz')],
])('%s has no hazards, and nothing misrouted', (_, capture) => {
  const kinds = analyze(capture()).findings.map(({ kind }) => kind);
  expect(kinds).not.toContain('coalescing-hazard');
  expect(kinds).not.toContain('misrouted-suspected');
});

it.each(CHROMIUM_RUNS)('our own run %s, all on one server, has no hazards', (run) => {
  const { findings } = analyze(
    captureOf(createNetLogReader, readFixtureText(`chromium/${run}.netlog.json.gz`)),
  );
  expect(findings.map(({ kind }) => kind)).not.toContain('coalescing-hazard');
});

function harOf(name: string) {
  return buildCapture((emit) => readHar(JSON.parse(readFixtureText(name)), emit));
}
