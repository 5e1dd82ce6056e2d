import type { Signature } from './signature.ts';

/** Istio's gateway is an Envoy under a name of its own: 404 for a host that is on another gateway (IST0138). */
export const ISTIO: Signature = {
  product: 'istio',
  server: /^istio-envoy$/i,
  renames: true,
  pages: [
    {
      statuses: [421, 404],
      body: 'empty',
      fields: [{ name: 'server', value: /^istio-envoy$/i }],
      without: ['x-envoy-upstream-service-time'],
      confidence: 0.85,
    },
  ],
};
