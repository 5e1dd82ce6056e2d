import type { Signature } from './signature.ts';

/** Recorded from 2.6.2: nothing in it but the name; whatever it passes on has another `server` beside its own. */
export const CADDY: Signature = {
  product: 'caddy',
  server: /^caddy$/i,
  pages: [
    {
      statuses: [421],
      body: 'empty',
      fields: [{ name: 'server', value: /^caddy$/i }],
      without: ['content-type'],
      confidence: 0.95,
    },
    {
      statuses: [421],
      fields: [{ name: 'server', value: /^caddy$/i }],
      without: ['content-type'],
      confidence: 0.85,
    },
  ],
};
