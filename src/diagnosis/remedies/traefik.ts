import type { Reference } from '../finding.ts';
import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

const TLS_OPTIONS: Reference = {
  title: 'Traefik: TLS options',
  url: 'https://doc.traefik.io/traefik/https/tls/#tls-options',
};
const FAULT: Reference = {
  title: 'traefik/traefik#13303: every request 421',
  url: 'https://github.com/traefik/traefik/issues/13303',
};

export const TRAEFIK: readonly Remedy[] = [
  {
    products: ['traefik'],
    when: ({ how, always }) => how === 'misdirected' && always,
    cause: () => 'Traefik 3.7.3 has a known fault that makes it answer 421 to every request.',
    fixes: () => [{ title: 'Run another version than 3.7.3.', snippet: null }],
    log: null,
    reference: FAULT,
  },
  {
    products: ['traefik'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `The routers of ${other} and ${host} have different TLS options (tls.options).`,
    fixes: (failure) => [
      {
        title: `Give the routers of ${failure.other} and ${failure.host} the same TLS options.`,
        snippet: `http:
  routers:
    one:
      rule: "Host(\`${failure.other}\`)"
      tls: { options: shared }
    two:
      rule: "Host(\`${failure.host}\`)"
      tls: { options: shared }`,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: '"TLS options difference" in the log, at level debug.',
    reference: TLS_OPTIONS,
  },
];
