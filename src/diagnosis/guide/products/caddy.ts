import type { ProductGuide } from '../product.ts';

/** Line seen with 2.6.2: logger http.log.error, written at level debug. */
export const CADDY: ProductGuide = {
  product: 'caddy',
  reason: { source: { kind: 'journal', unit: 'caddy' }, words: 'strict host matching', namesHost: true },
  access: { source: { kind: 'journal', unit: 'caddy' }, words: '"status":421', namesHost: true },
  version: { told: null, command: 'caddy version' },
  changes: [
    {
      from: '2.6',
      until: '2.6',
      fits: ({ protocol }) => protocol === 'h3',
      text: 'Caddy 2.6 (seen with 2.6.1 and 2.6.2) refuses every request over HTTP/3 where strict_sni_host or client_auth is on.',
      reference: {
        title: 'caddyserver/caddy#5078: 421 over HTTP/3',
        url: 'https://github.com/caddyserver/caddy/issues/5078',
      },
    },
  ],
};
