import { isMisdirected, isMisrouted } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { STATUS_WORDS } from '../guide/product-guide.ts';
import { directResponse } from '../recognise/envoy-direct-response.ts';
import type { ProductKnowledge } from './product.ts';

export const ENVOY: ProductKnowledge = {
  name: 'Envoy',
  /**
   * Envoy, and products built on it (Contour, Pomerium, Gloo, Envoy Gateway). Where a server behind it answered, Envoy
   * adds how long that took. Not recorded here: projectcontour/contour#2483, #5240, pomerium/pomerium#2150; the 404 is
   * envoyproxy/envoy#6767.
   */
  signature: {
    server: /^envoy$/i,
    passed: [{ name: 'x-envoy-upstream-service-time', value: /./ }],
    renames: true,
    pages: [directResponse(/^envoy$/i)],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host, other }) =>
        `A rule in Envoy, or in a product built on it (Contour, Pomerium, Envoy Gateway), refuses ${host} on a connection opened for ${other}: they are virtual hosts with separate TLS settings under one certificate.`,
      fixes: (failure) => [separateCertificates(failure)],
      log: null,
      reference: {
        title: 'projectcontour/contour#5240: wildcard certificates and 421',
        url: 'https://github.com/projectcontour/contour/issues/5240',
      },
    },
    {
      applies: isMisrouted,
      text: ({ host, other }) =>
        `Envoy chooses the filter chain by the name that the connection was opened for (${other}), and that chain has no route for ${host}. It answers 404, where a 421 would make the browser re-send.`,
      fixes: (failure) => [
        separateCertificates(failure),
        {
          title:
            'Answer 421 for hosts that this chain does not serve (with a last virtual host, domains "*").',
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
  ],
  /** config.core.v3.UpstreamHttpProtocolOptions: auto_sni, which also keeps a pool of connections for each name. */
  sniFix: {
    title:
      'Make Envoy send the host name in the TLS handshake (in the HTTP protocol options of that cluster).',
    snippet: `upstream_http_protocol_options:
  auto_sni: true
  auto_san_validation: true`,
  },
  poolFix: null,
  guide: {
    reason: null,
    access: { source: { kind: 'container', name: 'envoy' }, words: STATUS_WORDS, namesHost: true },
    version: { inServer: null, command: 'envoy --version' },
    changes: [],
  },
};
