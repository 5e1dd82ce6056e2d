import { expect, it } from 'vitest';
import { explain } from '../causes/explain.ts';
import { failureNames } from '../causes/failure-names.ts';
import { recognise } from '../recognise/recognise.ts';

const APACHE_421 =
  'The client needs a new connection for this request as the requested host name does not match the Server Name Indication (SNI) in use for this connection.';

const B = { host: 'b.test', port: 443, authority: 'b.test' };

function behind(fields: Readonly<Record<string, string>>) {
  const headers = Object.entries({ server: 'Apache', ...fields }).map(([name, value]) => ({ name, value }));
  return recognise({ status: 421, headers, body: APACHE_421 });
}

it.each([
  ['kong', { 'x-kong-upstream-latency': '3', via: '1.1 kong/3.9.0' }, 'preserve_host'],
  ['varnish', { 'x-varnish': '32770', via: '1.1 cache (Varnish/7.1)' }, '.authority'],
])('%s is named in front of Apache, and the first fix is its own', (product, fields, words) => {
  const sender = behind(fields);
  expect(sender).toMatchObject({ product: 'apache', behind: product });
  const { fixes } = explain(sender, {
    ...{ ...failureNames([{ about: B, other: null }]), kind: 'misdirected' },
    ...{
      secure: true,
      always: true,
      withoutSni: false,
      protocol: 'h2',
      succeededOver: null,
      requiresHttp1: false,
    },
    ...{ variesOnConnection: false, path: '/', version: null },
  });
  expect(JSON.stringify(fixes[0])).toContain(words);
});

it('Fastly, which is built on Varnish, is not called Varnish', () => {
  const fields = { 'x-served-by': 'cache-fra-eddf8230042-FRA', via: '1.1 varnish', 'x-varnish': '1' };
  expect(behind(fields).behind).toBe('fastly');
});
