import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

// What answers 421 only because its owner wrote so.

export const OWNER: readonly Remedy[] = [
  {
    products: ['host-allow-list'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host }) =>
      `The application has a list of allowed hosts, as a guard against DNS rebinding, and ${host} is not on it.`,
    fixes: ({ host }) => [{ title: `Add ${host} to the application's allowed hosts.`, snippet: host }],
    log: null,
    reference: {
      title: 'RFC 9110 section 7.4: Rejecting Misdirected Requests',
      url: 'https://www.rfc-editor.org/rfc/rfc9110#section-7.4',
    },
  },
  {
    products: ['lighttpd'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host }) =>
      `lighttpd never answers 421 by itself: a script of yours (mod_magnet) refuses ${host}.`,
    fixes: (failure) => [
      { title: `Let the script accept ${failure.host}.`, snippet: null },
      ...(failure.always ? [] : [OWN_CERTIFICATES(failure)]),
    ],
    log: null,
    reference: {
      title: 'lighttpd: mod_magnet',
      url: 'https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_ModMagnet',
    },
  },
  {
    products: ['h2o'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host }) =>
      `H2O never answers 421 by itself: a handler of yours (mruby), or what H2O passes on, refuses ${host}.`,
    fixes: (failure) => [
      {
        title: `Add ${failure.host} to the hosts, or let the handler accept it.`,
        snippet: `hosts:
  "${failure.host}:${failure.port}": *served  # as the host whose block begins with &served`,
      },
      ...(failure.always ? [] : [OWN_CERTIFICATES(failure)]),
    ],
    log: null,
    reference: { title: 'H2O: hosts', url: 'https://h2o.examp1e.net/configure/base_directives.html#hosts' },
  },
  {
    products: ['trafficserver'],
    when: () => true,
    cause: ({ host, other }) =>
      `Traffic Server compares the host (${host}) with the name in the TLS handshake (${other}) and answers 403.`,
    fixes: (failure) => [
      {
        title: 'Let it warn instead (records.yaml); not where client certificates guard a host.',
        snippet: `http:
  host_sni_policy: 1`,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: '"SNI/hostname mismatch sni=… host=… action=terminate" in diags.log, at level warning.',
    reference: {
      title: 'Traffic Server: host_sni_policy',
      url: 'https://docs.trafficserver.apache.org/en/latest/admin-guide/files/records.yaml.en.html#proxy-config-http-host-sni-policy',
    },
  },
];
