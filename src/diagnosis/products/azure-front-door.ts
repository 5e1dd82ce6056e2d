import { bothHosts, isMisdirected, supports } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Reference } from '../finding.ts';
import { SERVICE_GUIDE } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

const DOMAINS: Reference = {
  title: 'Azure Front Door: domains',
  url: 'https://learn.microsoft.com/en-us/azure/frontdoor/domain',
};

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
      applies: (failure) => isMisdirected(failure) && !failure.always,
      evidence: ({ config, other, host }) =>
        supports(
          config.others.length > 0,
          `The connection was opened for ${other}, and ${host} was sent on it.`,
        ),
      text: ({ host, other }) =>
        `Azure Front Door has ${other} and ${host} in profiles of different subscriptions. It takes the request for domain fronting and blocks it.`,
      fixes: (failure) => [
        { title: `Put ${bothHosts(failure)} into one Front Door profile.`, snippet: null },
        separateCertificates(failure),
      ],
      log: null,
      reference: DOMAINS,
    },
    {
      applies: (failure) => isMisdirected(failure) && failure.always,
      text: ({ host }) =>
        `Azure Front Door does not take ${host} as one of the domains of the profile that answered. Within one profile this happens with a wildcard domain whose check against domain fronting does not match (Azure's support can lift it), with a domain that no route has, or with an origin behind it that gets another Host header.`,
      fixes: ({ hosts, config }) => [
        {
          title: `Add ${hosts} as ${config.hosts.length < 2 ? 'a domain of its own, and associate it' : 'domains of their own, and associate each'} with a route.`,
          snippet: null,
        },
        { title: "Set the origin's host header to the name that the origin serves.", snippet: null },
        { title: 'If it is under a wildcard domain: let Azure support lift the block.', snippet: null },
      ],
      log: null,
      reference: DOMAINS,
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: SERVICE_GUIDE,
};
