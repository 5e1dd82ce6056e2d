import { inBrackets } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { SERVICE_GUIDE } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const CLOUDFLARE: ProductKnowledge = {
  name: 'Cloudflare',
  /** Not recorded here. For a host that is not the connection's, it has a page of its own with error number 1013. */
  signature: {
    server: /^cloudflare$/i,
    passed: [{ name: 'cf-ray', value: /./ }],
    renames: true,
    pages: [
      {
        statuses: [400, 403, 409, 421],
        body: /\b1013\b[\s\S]{0,400}SNI hostname mismatch|SNI hostname mismatch[\s\S]{0,400}\b1013\b/i,
        confidence: 0.95,
      },
      /**
       * A 421 of its own: without a body, and without the header that it adds to responses of servers behind it. One
       * of Caddy, which has no body either, has that header.
       */
      {
        statuses: [421],
        body: 'empty',
        fields: [{ name: 'server', value: /^cloudflare$/i }],
        without: ['content-type', 'cf-cache-status', 'via', 'x-powered-by'],
        confidence: 0.8,
      },
    ],
  },
  causes: [
    {
      applies: () => true,
      text: ({ config }) =>
        `Cloudflare itself refuses the request, and the server behind it did not see it: the name in the TLS handshake${config.others.length === 0 ? ' (SNI)' : inBrackets(config.others)} and the requested host${inBrackets(config.hosts)} differ and belong to different zones or accounts.`,
      fixes: (failure) => [
        {
          title: 'A proxy or client of yours must send the same name in SNI and Host.',
          snippet: null,
        },
        ...(failure.always ? [] : [separateCertificates(failure)]),
      ],
      log: null,
      reference: {
        title: 'Cloudflare: 1xxx errors',
        url: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
      },
    },
  ],
  sniFix: {
    title:
      'Make cloudflared send the host name in the TLS handshake (in the ingress rule of that host), or set an Origin Rule that overrides the SNI.',
    snippet: `originRequest:
  matchSNItoHost: true  # or originServerName with the host's name`,
  },
  poolFix: null,
  guide: SERVICE_GUIDE,
};
