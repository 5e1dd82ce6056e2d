import { bothHosts, contradicts, type Failure, isMisdirected, supports, withAll } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Fix, Reference } from '../finding.ts';
import { type LogSource, STATUS_WORDS } from '../guide/product-guide.ts';
import type { FieldMark } from '../recognise/signature.ts';
import type { ProductKnowledge } from './product.ts';

const FAULT: Reference = {
  title: 'traefik/traefik#13303: every request 421',
  url: 'https://github.com/traefik/traefik/issues/13303',
};

const TLS_OPTIONS: Reference = {
  title: 'Traefik: TLS options',
  url: 'https://doc.traefik.io/traefik/https/tls/#tls-options',
};
const LOG = '"TLS options difference" in the log, at level debug.';

const sameOptions = (failure: Failure): Fix => ({
  title: `Give the routers of ${bothHosts(failure)} the same TLS options.`,
  snippet: withAll(
    failure,
    ([one = '', ...others]) => `http:
  routers:
    one:
      rule: "${rule(one)}"
      tls: { options: shared }
    two:
      rule: "${others.map(rule).join(' || ')}"
      tls: { options: shared }`,
  ),
});

function rule(host: string): string {
  return `Host(\`${host}\`)`;
}

/** Most people run its image. */
const CONTAINER: LogSource = { kind: 'container', name: 'traefik' };

const HTTP_ERROR: readonly FieldMark[] = [
  { name: 'content-type', value: /^text\/plain/i },
  { name: 'x-content-type-options', value: /^nosniff$/i },
];

export const TRAEFIK: ProductKnowledge = {
  name: 'Traefik',
  /**
   * Not recorded here: traefik/traefik#7277 and #13303. It is the response of Go's http.Error with the status's own
   * words, which any program in Go may give, so the confidence is low.
   */
  signature: {
    pages: [
      {
        statuses: [421],
        body: /^Misdirected Request\s*$/,
        fields: HTTP_ERROR,
        without: ['server'],
        confidence: 0.7,
      },
      {
        statuses: [421],
        fields: [...HTTP_ERROR, { name: 'content-length', value: /^20$/ }],
        without: ['server'],
        confidence: 0.6,
      },
    ],
  },
  causes: [
    {
      applies: (failure) => isMisdirected(failure) && failure.secure && !failure.always,
      evidence: ({ config, other, host }) =>
        supports(
          config.others.length > 0,
          `The connection was opened for ${other}, and ${host} was sent on it.`,
        ),
      text: ({ host, other }) =>
        `The routers of ${other} and ${host} have different TLS options (tls.options).`,
      fixes: (failure) => [sameOptions(failure), separateCertificates(failure)],
      log: LOG,
      reference: TLS_OPTIONS,
    },
    {
      applies: (failure) => isMisdirected(failure) && failure.secure && failure.always,
      text: ({ host }) =>
        `The TLS options that Traefik chose by the name in the handshake (SNI) differ from those of the router of ${host}: routers of one host on several entry points have different tls.options, a rule with a wildcard or a regular expression has its own, Traefik 2.2 compares a Host with its port, or a proxy in front of Traefik sends another SNI, or none.`,
      fixes: (failure) => [
        {
          title: `Give all routers of ${failure.hosts}, on every entry point, the same TLS options.`,
          snippet: null,
        },
        ...failure.front.sniFixes,
      ],
      test: 'Ask Traefik itself, with the host as SNI: if it answers then, what stands in front of it sends another name.',
      log: LOG,
      reference: TLS_OPTIONS,
    },
    {
      applies: (failure) => isMisdirected(failure) && failure.always,
      evidence: ({ version, variesOnConnection }) => [
        ...contradicts(
          version === null,
          'The version of Traefik is unknown, and only 3.7.3 is known to do this.',
        ),
        ...contradicts(variesOnConnection, 'The host also got another response.'),
      ],
      text: () => 'Traefik 3.7.3 has a known fault that makes it answer 421 to every request.',
      fixes: () => [{ title: 'Use a version other than 3.7.3.', snippet: null }],
      test: 'traefik version',
      log: null,
      reference: FAULT,
    },
  ],
  sniFix: {
    title:
      'Make Traefik send the host name in the TLS handshake: give its service a serversTransport with that host as serverName.',
    snippet: null,
  },
  poolFix: null,
  guide: {
    /** The line names both hosts (pkg/middlewares/snicheck/snicheck.go). */
    reason: { source: CONTAINER, words: 'TLS options difference', namesHost: true },
    access: { source: CONTAINER, words: STATUS_WORDS, namesHost: false },
    version: { inServer: null, command: 'traefik version' },
    changes: [
      {
        from: '3.7.3',
        until: '3.7.3',
        fits: () => true,
        text: 'Traefik 3.7.3 answers 421 to valid requests.',
        reference: FAULT,
      },
    ],
  },
};
