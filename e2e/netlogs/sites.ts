import type { LabHost, LabSite } from '../lab/site.ts';

const host = (name: string, story: string, more: Partial<LabHost> = {}): LabHost => ({
  name,
  story,
  certificate: 'all',
  ...more,
});

const page = {
  type: 'text/html',
  body: '<!doctype html><link rel="icon" href="data:,"><title>Recorded</title>',
};

/** Hosts with one certificate and one address, so that a browser may reach all of them over one connection. */
export const site: LabSite = {
  domain: 'site.localhost',
  // One certificate for hosts that may share a connection, another for the rest.
  certificates: {
    all: ['www', 'good', 'picky', 'stubborn', 'proxy'].map((name) => `${name}.{domain}`),
    plain: ['old', 'tired', 'late'].map((name) => `${name}.{domain}`),
  },
  hosts: [
    host('www', 'has the page', { files: { '/': page } }),
    host('good', 'answers 200 on any connection'),
    host('picky', 'answers 421 on a connection that was opened for another host', {
      fault: { when: 'coalesced', status: 421 },
    }),
    host('stubborn', 'always answers 421', { fault: { when: 'always', status: 421 } }),
    host('old', 'supports only HTTP/1.1', { certificate: 'plain', protocol: 'http/1.1' }),
    host('tired', 'supports only HTTP/1.1 and closes instead of its 2nd response', {
      certificate: 'plain',
      protocol: 'http/1.1',
      fault: { when: { nth: [2] }, status: 'close' },
    }),
    host('late', 'supports only HTTP/1.1 and answers 408 instead of its 2nd response', {
      certificate: 'plain',
      protocol: 'http/1.1',
      fault: { when: { nth: [2] }, status: 408, headers: { connection: 'close' } },
    }),
  ],
};

/** The same site with an offer of HTTP/3 in every response (RFC 7838). */
export const offering: LabSite = { ...site, headers: { 'alt-svc': 'h3=":{port}"; ma=600' } };

/** A body with only the status, and its length. */
const exact = { status: 421, body: '421\n', headers: { 'content-length': '4' } } as const;

/** Hosts whose 421s violate a rule, or have a header that a rule is about. */
export const ruleSite: LabSite = {
  domain: 'site.localhost',
  certificates: { all: ['www', 'good', 'exact', 'keeper', 'held'].map((name) => `${name}.{domain}`) },
  hosts: [
    host('www', 'has the page', { files: { '/': page } }),
    host('good', 'answers 200 on any connection'),
    host('exact', 'answers 421 with a content length on a connection that was opened for another host', {
      fault: { when: 'coalesced', ...exact },
    }),
    host('keeper', 'always answers a cacheable 421', {
      fault: { when: 'always', ...exact, headers: { ...exact.headers, 'cache-control': 'max-age=600' } },
    }),
    host('held', 'always answers 421 like a cache that has stored it', {
      fault: {
        when: 'always',
        ...exact,
        headers: { ...exact.headers, age: '30', 'alt-svc': 'h3=":{port}"' },
      },
    }),
  ],
};

/** A server whose ORIGIN frame lists a host for which it answers 421, and omits one that it serves. */
export const originSite: LabSite = {
  domain: 'site.localhost',
  certificates: { all: ['www', 'good', 'picky', 'unlisted'].map((name) => `${name}.{domain}`) },
  hosts: [
    host('www', 'has the page', { files: { '/': page }, originFrame: ['www', 'good', 'picky'] }),
    host('good', 'answers 200 on any connection'),
    host('picky', 'answers 421 on a connection that was opened for another host', {
      fault: { when: 'coalesced', status: 421 },
    }),
    host('unlisted', 'answers 200 on any connection'),
  ],
};
