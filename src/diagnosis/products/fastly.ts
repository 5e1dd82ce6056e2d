import { isMisdirected } from '../causes/cause.ts';
import { SERVICE_GUIDE } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const FASTLY: ProductKnowledge = {
  name: 'Fastly',
  /** Not recorded here: http-kit/http-kit#525. */
  signature: {
    passed: [{ name: 'x-served-by', value: /\bcache-[a-z]/i }],
    pages: [
      {
        statuses: [421],
        body: /Requested host does not match any Subject Alternative Names \(SANs\) on TLS certificate/,
        confidence: 0.98,
      },
    ],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host }) => `The certificate of the connection does not name ${host}.`,
      fixes: ({ hosts }) => [
        {
          title: `Add ${hosts} to the TLS configuration at Fastly. A proxy or client of yours must send the same name in SNI and Host.`,
          snippet: null,
        },
      ],
      log: null,
      reference: {
        title: 'Fastly: 421 Misdirected Request',
        url: 'https://docs.fastly.com/en/guides/common-400-errors#error-421-misdirected-request',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: SERVICE_GUIDE,
};
