import { describe, expect, it } from 'vitest';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { cookiesOf, domainCovers, foreignDomain } from './cookies.ts';
import { type AnswerFeature, featuresOf } from './features.ts';

function keyOf(feature: AnswerFeature, facts: Partial<RequestSketch>, source: 'har' | 'webrequest' = 'har') {
  const { requests } = sketchCapture({ source, requests: [{ url: 'https://b.test/', ...facts }] });
  const [record] = requests;
  return record === undefined ? undefined : featuresOf(record)?.[feature]?.key;
}

describe('the name of the software', () => {
  it.each([
    ['Apache/2.4.71 (Debian)', 'apache'],
    ['nginx/1.22.1', 'nginx'],
    ['Apache/2.4 OpenSSL/3.0', 'apache openssl'],
    ['ECAcc (lac/55A6)', 'ecacc'],
    ['', ''],
  ])('in server %j is %j', (server, key) => {
    expect(keyOf('server', { responseHeaders: { server } })).toBe(key);
  });

  // As recorded in one visit to a site.
  it('in via is that of the CDN, without its machine', () => {
    const via = (id: string) => ({ responseHeaders: { via: `1.1 ${id}.cloudfront.net (CloudFront)` } });
    expect(keyOf('via', via('58e461398a64db7a2b30abf71714ea22'))).toBe('cloudfront.net');
    expect(keyOf('via', via('cbd54a3b44bc9e01c474bf6778503afa'))).toBe('cloudfront.net');
  });
});

describe('a missing header', () => {
  const html = { 'content-type': 'text/html' };

  it('is a value if the source reports all headers, and unknown if it keeps only some', () => {
    expect(keyOf('strict-transport-security', { responseHeaders: html })).toBe('');
    expect(keyOf('strict-transport-security', { responseHeaders: html }, 'webrequest')).toBeUndefined();
  });

  it('is not a value on anything that is not a document', () => {
    const font = { 'content-type': 'font/woff2' };
    expect(keyOf('strict-transport-security', { responseHeaders: font })).toBeUndefined();
  });
});

it('an error page is recognised by its title, without the numbers and names in it', () => {
  const page = (id: number) => `<html><title>404 b.test: request ${id} not found</title>`;
  const [one, other] = [1, 2].map((id) =>
    keyOf('error-page', { status: 404, responseBody: page(id), responseHeaders: { server: 'x' } }),
  );
  expect(one).toBe('# : request # not found');
  expect(other).toBe(one);
});

describe('cookies', () => {
  const header = (value: string) => ({ name: 'Set-Cookie', value });

  it('are described by family and domain, never by value', () => {
    const cookies = cookiesOf([header('wp_8f3a91c2=secret; Domain=.a.test; Secure\nid=2; Path=/')]);
    expect(cookies).toEqual([
      { family: 'id', domain: null },
      { family: 'wp_', domain: 'a.test' },
    ]);
    expect(JSON.stringify(cookies)).not.toContain('secret');
  });

  it('of a NetLog cannot be read', () => {
    expect(cookiesOf([header('[40 bytes were stripped]')])).toEqual([]);
  });

  // RFC 6265 section 5.1.3.
  it.each([
    ['a.test', 'a.test', true],
    ['a.test', 'x.a.test', true],
    ['a.test', 'xa.test', false],
    ['x.a.test', 'a.test', false],
  ])('for %s are allowed to %s: %j', (domain, host, allowed) => {
    expect(domainCovers(domain, host)).toBe(allowed);
    const cookies = cookiesOf([header(`id=1; domain=${domain}`)]);
    expect(foreignDomain(cookies, host)).toBe(allowed ? null : domain);
  });
});
