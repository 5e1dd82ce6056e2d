import type { Page } from './signature.ts';

/** A response that an Envoy wrote itself, under its own name or that of a product: no body, and no time of a server behind it. */
export function directResponse(server: RegExp): Page {
  return {
    statuses: [421, 404],
    body: 'empty',
    fields: [{ name: 'server', value: server }],
    without: ['x-envoy-upstream-service-time'],
    confidence: 0.85,
  };
}
