import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

export const CDN: readonly Remedy[] = [
  {
    products: ['fastly'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host }) => `The certificate of the connection does not name ${host}.`,
    fixes: ({ host }) => [
      {
        title: `Add ${host} to the TLS configuration at Fastly; a proxy or client of yours must send the same name in SNI and Host.`,
        snippet: null,
      },
    ],
    log: null,
    reference: {
      title: 'Fastly: 421 Misdirected Request',
      url: 'https://docs.fastly.com/en/guides/common-400-errors#error-421-misdirected-request',
    },
  },
  {
    products: ['cloudfront'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) => `${other} and ${host} belong to two CloudFront distributions.`,
    fixes: (failure) => [
      {
        title: `Make ${failure.host} an alternate domain name of the distribution of ${failure.other}.`,
        snippet: null,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: null,
    reference: {
      title: 'CloudFront: alternate domain names',
      url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html',
    },
  },
  {
    products: ['azure-front-door'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `${other} and ${host} belong to Front Door profiles of different subscriptions: taken for domain fronting, and blocked.`,
    fixes: ({ host, other }) => [
      { title: `Put ${other} and ${host} into one Front Door profile.`, snippet: null },
    ],
    log: null,
    reference: {
      title: 'Azure Front Door: domains',
      url: 'https://learn.microsoft.com/en-us/azure/frontdoor/domain',
    },
  },
  {
    products: ['cloudflare'],
    when: () => true,
    cause: ({ host, other }) =>
      `Cloudflare's error 1013: the name in the TLS handshake (${other}) and the host (${host}) belong to different zones or accounts.`,
    fixes: (failure) => [
      {
        title: 'A proxy or client of yours must send the same name in SNI and Host.',
        snippet: null,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: null,
    reference: {
      title: 'Cloudflare: 1xxx errors',
      url: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
    },
  },
];
