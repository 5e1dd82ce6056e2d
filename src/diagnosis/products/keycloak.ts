import { isMisdirected } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { ProductKnowledge } from './product.ts';

export const KEYCLOAK: ProductKnowledge = {
  name: 'Keycloak or Quarkus',
  /** Not recorded here: keycloak/keycloak#50602 adds the response. Only a page with the name in it shows the product. */
  signature: {
    pages: [{ statuses: [421], body: /<title>[^<]*\bKeycloak\b|\bio\.quarkus\b/i, confidence: 0.7 }],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host, other }) =>
        `TLS is passed through to several applications with one certificate. The connection opened for ${other} carried a request for ${host}, which another application serves.`,
      fixes: (failure) => [separateCertificates(failure)],
      log: null,
      reference: {
        title: 'keycloak/keycloak#50602',
        url: 'https://github.com/keycloak/keycloak/issues/50602',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
