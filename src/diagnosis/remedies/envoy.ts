import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

export const ENVOY: readonly Remedy[] = [
  {
    products: ['envoy'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `A rule in Envoy, or in what is built on it (Contour, Pomerium, Envoy Gateway), refuses ${host} on a connection opened for ${other}: they are virtual hosts of TLS settings of their own under one certificate.`,
    fixes: (failure) => [OWN_CERTIFICATES(failure)],
    log: null,
    reference: {
      title: 'projectcontour/contour#5240: wildcard certificates and 421',
      url: 'https://github.com/projectcontour/contour/issues/5240',
    },
  },
  {
    products: ['envoy'],
    when: ({ how }) => how === 'misrouted',
    cause: ({ host, other }) =>
      `Envoy chooses the filter chain by the name the connection was opened for (${other}), and its routes do not know ${host}: 404, where a 421 would let the browser re-send.`,
    fixes: (failure) => [
      OWN_CERTIFICATES(failure),
      {
        title: `Answer 421 for hosts that this chain does not serve (a last virtual host, domains "*").`,
        snippet: `- name: misdirected
  domains: ["*"]
  routes:
    - match: { prefix: "/" }
      direct_response: { status: 421 }`,
      },
    ],
    log: 'The response flag NR (no route) in the access log.',
    reference: {
      title: 'envoyproxy/envoy#6767: 404 where a 421 is wanted',
      url: 'https://github.com/envoyproxy/envoy/issues/6767',
    },
  },
  {
    products: ['istio'],
    when: () => true,
    cause: ({ host, other }) =>
      `${other} and ${host} are on two Gateways with one certificate: on a connection opened for ${other} Istio knows no route to ${host}.`,
    fixes: (failure) => [
      {
        title: `Put ${failure.other} and ${failure.host} on one Gateway, for they share a certificate.`,
        snippet: `servers:
  - port: { number: 443, name: https, protocol: HTTPS }
    tls: { mode: SIMPLE, credentialName: shared }
    hosts: ["${failure.other}", "${failure.host}"]`,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: 'istioctl analyze says IST0138.',
    reference: {
      title: 'Istio: GatewayDuplicateCertificate (IST0138)',
      url: 'https://istio.io/latest/docs/reference/config/analysis/ist0138/',
    },
  },
];
