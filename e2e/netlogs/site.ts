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

/** Hosts of one certificate and one address, so that a browser may reach all over one connection. */
export const site: LabSite = {
  domain: 'site.localhost',
  // One for those that may share a connection, another for the rest.
  certificates: {
    all: ['www', 'good', 'picky', 'stubborn', 'proxy'].map((name) => `${name}.{domain}`),
    plain: ['old', 'tired', 'late'].map((name) => `${name}.{domain}`),
  },
  hosts: [
    host('www', 'has the page', { files: { '/': page } }),
    host('good', 'answers well on any connection'),
    host('picky', 'says 421 on a connection that was opened for another host', {
      fault: { when: 'coalesced', status: 421 },
    }),
    host('stubborn', 'says 421 always', { fault: { when: 'always', status: 421 } }),
    host('old', 'speaks HTTP/1.1 only', { certificate: 'plain', protocol: 'http/1.1' }),
    host('tired', 'speaks HTTP/1.1, closes instead of its 2nd answer', {
      certificate: 'plain',
      protocol: 'http/1.1',
      fault: { when: { nth: [2] }, status: 'close' },
    }),
    host('late', 'speaks HTTP/1.1 and says 408 in place of its 2nd answer', {
      certificate: 'plain',
      protocol: 'http/1.1',
      fault: { when: { nth: [2] }, status: 408, headers: { connection: 'close' } },
    }),
  ],
};

/** The same with an offer of HTTP/3 in every answer (RFC 7838). */
export const offering: LabSite = { ...site, headers: { 'alt-svc': 'h3=":{port}"; ma=600' } };

/** The status alone, with its length. */
const exact = { status: 421, body: '421\n', headers: { 'content-length': '4' } } as const;

/** Hosts whose 421s break a rule, or carry what a rule is about. */
export const ruleSite: LabSite = {
  domain: 'site.localhost',
  certificates: { all: ['www', 'good', 'exact', 'keeper', 'held'].map((name) => `${name}.{domain}`) },
  hosts: [
    host('www', 'has the page', { files: { '/': page } }),
    host('good', 'answers well on any connection'),
    host('exact', 'says 421 on a connection that was opened for another host, and how long that is', {
      fault: { when: 'coalesced', ...exact },
    }),
    host('keeper', 'says 421 always, and that it may be kept', {
      fault: { when: 'always', ...exact, headers: { ...exact.headers, 'cache-control': 'max-age=600' } },
    }),
    host('held', 'says 421 always, as a cache does that has kept it', {
      fault: {
        when: 'always',
        ...exact,
        headers: { ...exact.headers, age: '30', 'alt-svc': 'h3=":{port}"' },
      },
    }),
  ],
};

/** A server whose ORIGIN frame invites to a host for which it answers 421, and leaves out one that it serves. */
export const originSite: LabSite = {
  domain: 'site.localhost',
  certificates: { all: ['www', 'good', 'picky', 'unlisted'].map((name) => `${name}.{domain}`) },
  hosts: [
    host('www', 'has the page', { files: { '/': page }, originFrame: ['www', 'good', 'picky'] }),
    host('good', 'answers well on any connection'),
    host('picky', 'says 421 on a connection that was opened for another host', {
      fault: { when: 'coalesced', status: 421 },
    }),
    host('unlisted', 'answers well on any connection'),
  ],
};
