import type { Signature } from './signature.ts';

/**
 * Not recorded here: traefik/traefik#7277 and #13303. It is the answer of Go's http.Error with the status's own
 * words, which any program in Go may give, so it is not sure.
 */
export const TRAEFIK: Signature = {
  product: 'traefik',
  pages: [
    {
      statuses: [421],
      body: /^Misdirected Request\s*$/,
      fields: [
        { name: 'content-type', value: /^text\/plain/i },
        { name: 'x-content-type-options', value: /^nosniff$/i },
      ],
      without: ['server'],
      confidence: 0.7,
    },
    {
      statuses: [421],
      fields: [
        { name: 'content-type', value: /^text\/plain/i },
        { name: 'x-content-type-options', value: /^nosniff$/i },
        { name: 'content-length', value: /^20$/ },
      ],
      without: ['server'],
      confidence: 0.6,
    },
  ],
};
