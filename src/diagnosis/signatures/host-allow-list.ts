import type { Signature } from './signature.ts';

/**
 * Guards against DNS rebinding in development servers, dashboards and MCP servers: a short answer that names the
 * Host header. What they say differs, so it is less sure than a page of a server.
 */
export const HOST_ALLOW_LIST: Signature = {
  product: 'host-allow-list',
  pages: [
    {
      statuses: [421],
      body: /^.{0,40}\b(invalid|bad|unknown|unrecogni[sz]ed|disallowed|unexpected|untrusted)\s+host\b.{0,200}$/is,
      confidence: 0.8,
    },
    {
      statuses: [421],
      body: /^.{0,40}\bhost\b.{0,40}\b(not allowed|not permitted|not approved|not trusted|not recogni[sz]ed|is forbidden)\b.{0,200}$/is,
      confidence: 0.8,
    },
  ],
};
