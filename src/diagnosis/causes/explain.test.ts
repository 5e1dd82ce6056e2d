import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../finding.ts';
import { isWithin } from '../guide/version.ts';
import { PRODUCT_IDS } from '../products/catalogue.ts';
import type { Failure } from './cause.ts';
import { type Explanation, explain } from './explain.ts';
import { failureNames } from './failure-names.ts';

const ABOUT = { host: 'b.test', port: 8443, authority: 'b.test:8443' };
const VERSIONS = [
  null,
  '1.14.0',
  '1.25.0',
  '1.25.1',
  '1.29.3',
  '2.4.37',
  '2.4.58',
  '2.4.64',
  '2.4.65',
  '2.4.66',
  '3.7.3',
];

type Facts = Omit<Failure, 'front'>;

const sender: fc.Arbitrary<Sender> = fc.record({
  product: fc.constantFrom(...PRODUCT_IDS),
  behind: fc.option(fc.constantFrom(...PRODUCT_IDS)),
  confidence: fc.constantFrom(0.7, 0.95),
  basis: fc.constant(null),
});

const protocol = fc.constantFrom('http/1.1' as const, 'h2' as const, 'h3' as const, null);

const facts: fc.Arbitrary<Facts> = fc
  .record({
    about: fc.option(fc.constant(ABOUT)),
    other: fc.option(fc.constant('a.test')),
    kind: fc.constantFrom('misdirected' as const, 'misrouted' as const, 'reset' as const),
    secure: fc.boolean(),
    always: fc.boolean(),
    protocol,
    succeededOver: protocol,
    requiresHttp1: fc.boolean(),
    variesOnConnection: fc.boolean(),
    withoutSni: fc.boolean(),
    path: fc.constantFrom(null, '/', '/mcp'),
    version: fc.constantFrom(...VERSIONS),
  })
  .map(({ about, other, ...rest }) => ({ ...failureNames([{ about, other }]), ...rest }));

/** Everything that an explanation says, except its references. */
function allText({ cause, causes, fixes, log }: Explanation): string {
  const texts = causes.flatMap(({ text, evidence, test, fixes: some }) => [
    ...[text, test ?? '', ...evidence.map(({ fact }) => fact)],
    ...some.flatMap(({ title, snippet }) => [title, snippet ?? '']),
  ]);
  return [cause ?? '', log ?? '', ...texts, ...fixes.map(({ title }) => title)].join('\n');
}

const RELAXES =
  /insecure_off|strictSni="false"|sniHostCheck=false|disableSNIHostValidation|host_sni_policy|http-request allow|\{ return 421/;

type Rule = (all: {
  readonly explanation: Explanation;
  readonly text: string;
  readonly failure: Facts;
  readonly product: string | null;
}) => boolean;

/** What must hold of every explanation, whatever the situation. */
const RULES: Readonly<Record<string, Rule>> = {
  'contains no host that is not in the capture': ({ text, failure: { config } }) =>
    !/\.example\b/.test(text) &&
    (config.hosts.length > 0 || !text.includes('b.test')) &&
    (config.others.length > 0 || !text.includes('a.test')),

  'states the cause with the most evidence': ({ explanation: { cause, causes, fixes } }) => {
    const weights = causes.map(({ evidence }) => evidence.reduce((sum, one) => sum + (one.for ? 1 : -1), 0));
    return (
      weights.every((weight, i) => i === 0 || weight <= (weights[i - 1] ?? weight)) &&
      new Set(causes.map(({ text }) => text)).size === causes.length &&
      (cause?.toLowerCase().endsWith(causes[0]?.text.toLowerCase() ?? '?') ?? causes.length === 0) &&
      fixes === (causes[0]?.fixes ?? fixes)
    );
  },

  'does not call a response constant that varies on one connection': ({ text, failure, product }) =>
    !failure.variesOnConnection ||
    product !== 'apache' ||
    !/on every connection|A re-send does not help/.test(text),

  'blames neither SNI nor sharing without TLS': ({ explanation: { causes }, failure, product }) =>
    failure.secure ||
    failure.kind !== 'misdirected' ||
    !['apache', 'caddy', 'traefik'].includes(product ?? '') ||
    causes.every(({ text }) => !/\(SNI\)|TLS settings|connection was opened/.test(text)),

  'explains a handshake without a name by nothing about two names': ({ explanation, failure }) =>
    !failure.withoutSni || explanation.causes.every(({ text }) => /without that name/.test(text)),

  'needs no version that the server is known not to have': ({ text, failure: { version }, product }) => {
    if (version === null) return true;
    if (product === 'apache') return isWithin(version, '2.4.66', null) || !text.includes('SSLVHostSNIPolicy');
    if (product !== 'nginx') return true;
    return isWithin(version, '1.25.1', null)
      ? !/listen \d+ ssl http2/.test(text)
      : !text.includes('http2 on');
  },

  'says what a relaxed comparison costs where client certificates protect a host': ({
    explanation: { causes },
  }) =>
    causes
      .flatMap(({ fixes }) => fixes)
      .every(
        ({ title, snippet }) =>
          snippet === null || !RELAXES.test(snippet) || /client certificate|client_auth/.test(title),
      ),

  'can be shown on a terminal as it is': ({ text }) => /^[\x20-\x7e\n\t]*$/.test(text),
};

it('contradicts nothing that is known, in 20,000 situations', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(sender, facts, (by, failure) => {
      const explanation = explain(by, failure);
      const all = { explanation, text: allText(explanation), failure, product: by.product };
      const broken = Object.entries(RULES).flatMap(([name, holds]) => (holds(all) ? [] : [name]));
      if (broken.length > 0) throw new Error(`${broken.join('; ')}:\n${all.text}`);
    }),
    { numRuns: 20_000 },
  );
});

it('blames a proxy that uses a connection again where the response varies on one', () => {
  const varies = explain(
    { product: 'apache', behind: 'nginx', confidence: 0.95, basis: null },
    {
      ...{
        ...failureNames([{ about: ABOUT, other: null }]),
        kind: 'misdirected',
        secure: true,
        always: true,
        protocol: 'h2',
      },
      ...{
        succeededOver: 'h2',
        requiresHttp1: false,
        variesOnConnection: true,
        withoutSni: false,
        path: '/',
        version: null,
      },
    },
  );
  expect(varies.cause).toContain('nginx reuses its connections to Apache for other hosts');
  expect(varies.fixes[0]?.title).toContain('keepalive');
  expect(allText(varies)).not.toContain('proxy_ssl_server_name');
});

describe('after "If X sent it:", a sentence', () => {
  const always: Parameters<typeof explain>[1] = {
    ...{
      ...failureNames([{ about: ABOUT, other: null }]),
      kind: 'misdirected',
      secure: true,
      always: true,
      protocol: 'h2',
    },
    ...{ succeededOver: null, requiresHttp1: false, variesOnConnection: false, withoutSni: false },
    ...{ path: '/', version: null },
  };
  const unsure = (product: string) =>
    explain({ product, behind: null, confidence: 0.5, basis: null }, always).cause;

  it('begins with a small letter', () => {
    expect(unsure('traefik')).toMatch(/^If Traefik sent it: the TLS options/);
    expect(unsure('nginx')).toMatch(/^If nginx sent it: no server block/);
  });

  it('keeps the capital of a name', () => {
    expect(unsure('apache')).toMatch(/^If Apache httpd sent it: Apache received/);
    expect(unsure('azure-front-door')).toMatch(/^If Azure Front Door sent it: Azure/);
  });
});
