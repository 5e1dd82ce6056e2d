import type { ProductGuide } from '../product.ts';
import { STATUS_WORDS } from '../product.ts';

/** Its image is how it is run most; the line names both hosts (pkg/middlewares/snicheck/snicheck.go). */
export const TRAEFIK: ProductGuide = {
  product: 'traefik',
  reason: {
    source: { kind: 'container', name: 'traefik' },
    words: 'TLS options difference',
    namesHost: true,
  },
  access: { source: { kind: 'container', name: 'traefik' }, words: STATUS_WORDS, namesHost: false },
  version: { told: null, command: 'traefik version' },
  changes: [
    {
      from: '3.7.3',
      until: '3.7.3',
      fits: () => true,
      text: 'Traefik 3.7.3 answers 421 to requests that are in order.',
      reference: {
        title: 'traefik/traefik#13303: every request 421',
        url: 'https://github.com/traefik/traefik/issues/13303',
      },
    },
  ],
};
