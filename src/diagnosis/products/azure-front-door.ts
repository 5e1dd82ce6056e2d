import { isMisdirected } from '../causes/cause.ts';
import { SERVICE_GUIDE } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const AZURE_FRONT_DOOR: ProductKnowledge = {
  name: 'Azure Front Door',
  /** Not recorded here: Microsoft's announcement that domain fronting is blocked (techcommunity.microsoft.com, ba-p/4006619). */
  signature: {
    passed: [{ name: 'x-azure-ref', value: /./ }],
    pages: [
      { statuses: [421], body: /Our services aren(?:'|’|&#39;)t available right now/, confidence: 0.95 },
    ],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host, other }) =>
        `Azure Front Door has ${other} and ${host} in profiles of different subscriptions. It takes the request for domain fronting and blocks it.`,
      fixes: ({ host, other }) => [
        { title: `Put ${other} and ${host} into one Front Door profile.`, snippet: null },
      ],
      log: null,
      reference: {
        title: 'Azure Front Door: domains',
        url: 'https://learn.microsoft.com/en-us/azure/frontdoor/domain',
      },
    },
  ],
  sniFix: null,
  guide: SERVICE_GUIDE,
};
