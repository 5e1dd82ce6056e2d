import { inBrackets } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { ProductKnowledge } from './product.ts';

export const TRAFFIC_SERVER: ProductKnowledge = {
  name: 'Apache Traffic Server',
  /** Not recorded here: with proxy.config.http.host_sni_policy it answers 403 and logs "SNI/hostname mismatch". */
  signature: {
    server: /^ATS\//i,
    passed: [{ name: 'via', value: /ApacheTrafficServer/i }],
    pages: [
      {
        statuses: [403],
        body: /<TITLE>Access Denied<\/TITLE>/i,
        fields: [{ name: 'server', value: /^ATS\//i }],
        confidence: 0.85,
      },
    ],
  },
  causes: [
    {
      applies: () => true,
      text: ({ config }) =>
        `Traffic Server compares the requested host${inBrackets(config.hosts)} with the name in the TLS handshake${inBrackets(config.others)} and answers 403.`,
      fixes: (failure) => [
        {
          title: 'Make it only warn (records.yaml), but not if client certificates protect a host.',
          snippet: `http:
  host_sni_policy: 1`,
        },
        separateCertificates(failure),
      ],
      log: '"SNI/hostname mismatch sni=... host=... action=terminate" in diags.log, at level warning.',
      reference: {
        title: 'Traffic Server: host_sni_policy',
        url: 'https://docs.trafficserver.apache.org/en/latest/admin-guide/files/records.yaml.en.html#proxy-config-http-host-sni-policy',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
