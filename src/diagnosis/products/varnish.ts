import type { ProductKnowledge } from './product.ts';

export const VARNISH: ProductKnowledge = {
  name: 'Varnish',
  /** Not recorded here. Fastly is built on it, and has marks of its own. */
  signature: {
    server: /^varnish(\/|$)/i,
    passed: [
      { name: 'x-varnish', value: /^\d/ },
      { name: 'via', value: /\bvarnish\b/i },
    ],
    pages: [],
  },
  causes: [],
  /** vcl-backend(7): with `.via` the name in the handshake is `.authority`. In Varnish Enterprise it is `.host_header`. */
  sniFix: {
    title:
      'Make Varnish send the host name in the TLS handshake: give each host a backend with its name in .host_header (Varnish Enterprise, with .ssl) or in .authority (open source, with .via).',
    snippet: null,
  },
  poolFix: null,
  guide: null,
};
