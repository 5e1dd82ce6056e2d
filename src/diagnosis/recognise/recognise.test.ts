import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recognise, recogniseFromOther, UNKNOWN_SENDER } from './recognise.ts';
import type { Answer } from './signature.ts';

interface Recorded {
  readonly cases: readonly string[];
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

type Names = { product: string | null; behind: string | null };
const NOBODY: Names = { product: null, behind: null };
const APACHE: Names = { product: 'apache', behind: null };

/** Which server wrote each 421, and which was in front of it, by the configuration it was recorded with. */
const TRUTH: Readonly<Record<string, Readonly<Record<string, Names>>>> = {
  apache: { '': APACHE },
  nginx: {
    'proxy-to-apache': { product: 'apache', behind: 'nginx' },
    '': { product: 'nginx', behind: null },
  },
  caddy: {
    'proxy-to-apache': { product: 'apache', behind: 'caddy' },
    '': { product: 'caddy', behind: null },
  },
  // It passes Apache's name on, so nothing shows that it is there; its `return` directive adds nothing of its own.
  haproxy: { 'to-apache': APACHE, 'return-421': NOBODY, '': { product: 'haproxy', behind: null } },
  h2o: { '': { product: 'h2o', behind: null } },
  lighttpd: { '': { product: 'lighttpd', behind: null } },
  nghttpx: { '': { product: 'apache', behind: 'nghttpx' } },
  tomcat: { '': { product: 'tomcat', behind: null } },
};

const folder = new URL('../fixtures/responses/', import.meta.url);
const recorded = readdirSync(folder).flatMap((file) => {
  const name = file.replace('.json', '');
  const answers: Recorded[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return answers.map((answer, index) => ({ name, label: `${name} ${index}: ${answer.cases[0]}`, ...answer }));
});

function truthOf({ name, cases }: (typeof recorded)[number]): Names {
  const truth = TRUTH[name] ?? {};
  const key = Object.keys(truth).find((prefix) => cases.every((one) => one.startsWith(prefix)));
  return truth[key ?? ''] ?? NOBODY;
}

function answerOf({ status, headers, body }: Recorded): Answer {
  return { status, headers: headers.map(([name, value]) => ({ name, value })), body };
}

const name = ({ product, behind }: Names): Names => ({ product, behind });
const misdirected = recorded.filter(({ status }) => status === 421);
const near = recorded.filter(({ name: server, status }) => server === 'tomcat' && status === 400);

it('there are recordings of every server', () => {
  expect(misdirected.length).toBeGreaterThan(25);
  expect(new Set(misdirected.map(({ name: server }) => server)).size).toBe(7);
  expect(near.length).toBeGreaterThan(0);
});

describe.each([...misdirected, ...near])('$label', (one) => {
  const truth = truthOf(one);
  const answer = answerOf(one);

  it('is recognised, and so is the server that passed it on', () => {
    expect(name(recognise(answer))).toEqual(truth);
  });

  it('has a high confidence only when the page is known', () => {
    const { confidence, product } = recognise(answer);
    // H2O's 421 comes from the owner's script: only the name in it is H2O's.
    if (product !== null && one.name !== 'h2o') expect(confidence).toBeGreaterThanOrEqual(0.9);
    expect(recognise({ ...answer, body: null }).confidence).toBeLessThanOrEqual(confidence);
  });

  it('is not mistaken for another when only its headers or only its body are known', () => {
    expect([truth.product, null]).toContain(recognise({ ...answer, body: null }).product);
    expect([truth.product, null]).toContain(recognise({ ...answer, headers: null }).product);
  });
});

describe('other responses of these servers', () => {
  it.each(recorded.filter(({ status }) => status !== 421))(
    '$label is not ascribed to another server',
    (one) => {
      const chain = [
        null,
        one.name,
        ...Object.values(TRUTH[one.name] ?? {}).flatMap((n) => [n.product, n.behind]),
      ];
      const { product, behind } = recognise(answerOf(one));
      expect(chain).toContain(product);
      expect(chain).toContain(behind);
    },
  );
});

const fields = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([key, value]) => ({ name: key, value }));

// From the reports that are named at each signature.
describe('what was reported and not recorded here', () => {
  const cases: readonly (readonly [string, Answer, Names])[] = [
    [
      'Traefik',
      {
        status: 421,
        headers: fields({ 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }),
        body: 'Misdirected Request\n',
      },
      { product: 'traefik', behind: null },
    ],
    [
      'Fastly',
      {
        status: 421,
        headers: fields({
          'content-type': 'text/plain; charset=utf-8',
          'x-served-by': 'cache-chi-kigq8000080',
        }),
        body: 'Requested host does not match any Subject Alternative Names (SANs) on TLS certificate [da14] in use with this connection.',
      },
      { product: 'fastly', behind: null },
    ],
    [
      'CloudFront',
      { status: 421, headers: fields({ 'x-amz-cf-id': 'x' }), body: '<hr><center>CloudFront</center>' },
      { product: 'cloudfront', behind: null },
    ],
    [
      'Azure Front Door',
      { status: 421, headers: null, body: "<h2>Our services aren't available right now</h2>" },
      { product: 'azure-front-door', behind: null },
    ],
    [
      "Contour's Envoy",
      { status: 421, headers: fields({ server: 'envoy', 'content-length': '0' }), body: null },
      { product: 'envoy', behind: null },
    ],
    [
      "Istio's 404",
      { status: 404, headers: fields({ server: 'istio-envoy' }), body: '' },
      { product: 'istio', behind: null },
    ],
    [
      'a server behind Envoy',
      {
        status: 421,
        headers: fields({ server: 'envoy', 'x-envoy-upstream-service-time': '3' }),
        body: 'no',
      },
      { product: null, behind: 'envoy' },
    ],
    [
      "Apache's page through Cloudflare",
      {
        status: 421,
        headers: fields({ server: 'cloudflare', 'cf-ray': '7c7d-MXP' }),
        body: 'The client needs a new connection for this\nrequest as the requested host name does not match\nthe Server Name Indication (SNI)',
      },
      { product: 'apache', behind: 'cloudflare' },
    ],
    [
      "Cloudflare's error 1013",
      {
        status: 409,
        headers: fields({ server: 'cloudflare', 'cf-ray': '7c7d-MXP' }),
        body: '<title>Error 1013</title><h1>HTTP hostname and TLS SNI hostname mismatch</h1>',
      },
      { product: 'cloudflare', behind: null },
    ],
    [
      "Jetty's Invalid SNI",
      {
        status: 400,
        headers: fields({ server: 'Jetty(12.0.9)' }),
        body: '<tr><th>MESSAGE:</th><td>Invalid SNI',
      },
      { product: 'jetty', behind: null },
    ],
    [
      'a guard against DNS rebinding',
      { status: 421, headers: fields({ server: 'uvicorn' }), body: 'Invalid Host header' },
      { product: 'host-allow-list', behind: null },
    ],
  ];
  it.each(cases)('%s', (_name, answer, truth) => {
    expect(name(recognise(answer))).toEqual(truth);
  });
});

describe('names', () => {
  it('the last one is nearest to the writer', () => {
    const answer = { status: 421, headers: fields({ server: 'Caddy, lighttpd/1.4.69' }), body: 'no' };
    expect(name(recognise(answer))).toEqual({ product: 'lighttpd', behind: 'caddy' });
  });

  it("are the only evidence of a page that is not the server's own", () => {
    const headers = fields({ server: 'nginx/1.22.1', 'content-type': 'text/html' });
    const own = recognise({ status: 421, headers, body: null });
    const other = recognise({ status: 421, headers, body: '<h1>Our own words</h1>' });
    expect(own).toMatchObject({ product: 'nginx', basis: 'the headers of its own response' });
    expect(other).toMatchObject({ product: 'nginx', basis: 'the name in the Server header' });
    expect(other.confidence).toBeLessThan(own.confidence);
  });
});

describe('what cannot be recognised', () => {
  it.each<readonly [string, Answer]>([
    ['nothing known but the status', { status: 421, headers: null, body: null }],
    ['an application of its own', { status: 421, headers: fields({ server: 'gws' }), body: '{"error":421}' }],
    ['a status that is not one of them', { status: 503, headers: null, body: 'Invalid Host header' }],
    ['prose about Apache', { status: 421, headers: null, body: '<p>How Apache and nginx answer 421</p>' }],
  ])('%s', (_name, answer) => {
    expect(recognise(answer)).toEqual(UNKNOWN_SENDER);
  });
});

describe('a hidden 421', () => {
  it('is ascribed by the name on the response that came instead, with less confidence', () => {
    const caddy = recogniseFromOther(fields({ server: 'Caddy' }));
    expect(caddy).toMatchObject({ product: 'caddy', basis: expect.stringContaining('re-sent') });
    expect(caddy.confidence).toBeLessThan(
      recognise({ status: 421, headers: fields({ server: 'Caddy' }), body: '' }).confidence,
    );
    const nginx = recogniseFromOther(fields({ server: 'nginx/1.22.1' }));
    // A response from a server behind nginx has nginx's name too.
    expect(nginx.confidence).toBeLessThan(caddy.confidence);
  });

  it('is unknown without a name', () => {
    expect(recogniseFromOther(null)).toEqual(UNKNOWN_SENDER);
    expect(recogniseFromOther(fields({ 'content-type': 'text/html' }))).toEqual(UNKNOWN_SENDER);
  });
});
