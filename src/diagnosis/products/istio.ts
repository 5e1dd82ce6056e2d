import { bothHosts, withEach } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { directResponse } from '../recognise/envoy-direct-response.ts';
import type { ProductKnowledge } from './product.ts';

export const ISTIO: ProductKnowledge = {
  name: 'Istio',
  /** Istio's gateway is an Envoy with another name. It answers 404 for a host that is on another gateway (IST0138). */
  signature: {
    server: /^istio-envoy$/i,
    renames: true,
    pages: [directResponse(/^istio-envoy$/i)],
  },
  causes: [
    {
      applies: () => true,
      text: ({ host, other }) =>
        `Two Gateways use one certificate for ${other} and ${host}. On a connection opened for ${other}, Istio has no route to ${host}.`,
      fixes: (failure) => [
        {
          title: `Put ${bothHosts(failure)} on one Gateway, because they share a certificate.`,
          snippet: withEach(
            failure,
            (hosts) => `servers:
  - port: { number: 443, name: https, protocol: HTTPS }
    tls: { mode: SIMPLE, credentialName: shared }
    hosts: [${hosts.map((host) => `"${host}"`).join(', ')}]`,
          ),
        },
        separateCertificates(failure),
      ],
      log: 'istioctl analyze reports IST0138.',
      reference: {
        title: 'Istio: GatewayDuplicateCertificate (IST0138)',
        url: 'https://istio.io/latest/docs/reference/config/analysis/ist0138/',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
