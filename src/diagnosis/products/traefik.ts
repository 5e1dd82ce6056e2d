import { isMisdirected } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Reference } from '../finding.ts';
import { type LogSource, STATUS_WORDS } from '../guide/product-guide.ts';
import type { FieldMark } from '../recognise/signature.ts';
import type { ProductKnowledge } from './product.ts';

const FAULT: Reference = {
  title: 'traefik/traefik#13303: every request 421',
  url: 'https://github.com/traefik/traefik/issues/13303',
};

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
      applies: (failure) => isMisdirected(failure) && failure.always,
      text: () => 'Traefik 3.7.3 has a known fault that makes it answer 421 to every request.',
      fixes: () => [{ title: 'Use a version other than 3.7.3.', snippet: null }],
      log: null,
      reference: FAULT,
    },
    {
      applies: isMisdirected,
      text: ({ host, other }) =>
        `The routers of ${other} and ${host} have different TLS options (tls.options).`,
      fixes: (failure) => [
        {
          title: `Give the routers of ${failure.other} and ${failure.host} the same TLS options.`,
          snippet: `http:
  routers:
    one:
      rule: "Host(\`${failure.config.other}\`)"
      tls: { options: shared }
    two:
      rule: "Host(\`${failure.config.host}\`)"
      tls: { options: shared }`,
        },
        separateCertificates(failure),
      ],
      log: '"TLS options difference" in the log, at level debug.',
      reference: {
        title: 'Traefik: TLS options',
        url: 'https://doc.traefik.io/traefik/https/tls/#tls-options',
      },
    },
  ],
  sniFix: null,
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
