import type { Signature } from './signature.ts';

/**
 * Envoy, and what is built on it (Contour, Pomerium, Gloo, Envoy Gateway): a direct response has no body. Where a
 * server behind it answered, Envoy adds how long that took. Not recorded here: projectcontour/contour#2483, #5240,
 * pomerium/pomerium#2150; the 404 is envoyproxy/envoy#6767.
 */
export const ENVOY: Signature = {
  product: 'envoy',
  server: /^envoy$/i,
  passed: [{ name: 'x-envoy-upstream-service-time', value: /./ }],
  renames: true,
  pages: [
    {
      statuses: [421, 404],
      body: 'empty',
      fields: [{ name: 'server', value: /^envoy$/i }],
      without: ['x-envoy-upstream-service-time'],
      confidence: 0.85,
    },
  ],
};
