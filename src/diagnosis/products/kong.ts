import type { ProductKnowledge } from './product.ts';

export const KONG: ProductKnowledge = {
  name: 'Kong',
  /** Not recorded here. Kong adds how long the server behind it took, and its name in `via` (kong/constants.lua). */
  signature: {
    server: /^kong\//i,
    passed: [
      { name: 'x-kong-upstream-latency', value: /./ },
      { name: 'via', value: /\bkong\//i },
    ],
    pages: [],
  },
  causes: [],
  /** Kong/kong#2129 and #2457: where it preserves the host, it sends the same name in the handshake. */
  sniFix: {
    title:
      'Make Kong send the host name in the TLS handshake: let the route preserve the host, which then is the name in the handshake, too.',
    snippet: 'preserve_host: true',
  },
  poolFix: null,
  guide: null,
};
