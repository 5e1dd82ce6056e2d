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
    ],
  },
  causes: [
    {
      applies: () => true,
      text: ({ host, other }) =>
        `Cloudflare's error 1013: the name in the TLS handshake (${other}) and the requested host (${host}) belong to different zones or accounts.`,
      fixes: (failure) => [
        {
          title: 'A proxy or client of yours must send the same name in SNI and Host.',
          snippet: null,
        },
        separateCertificates(failure),
      ],
      log: null,
      reference: {
        title: 'Cloudflare: 1xxx errors',
        url: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
      },
    },
  ],
  sniFix: null,
  guide: SERVICE_GUIDE,
};
