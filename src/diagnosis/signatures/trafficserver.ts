import type { Signature } from './signature.ts';

/** Not recorded here: with proxy.config.http.host_sni_policy it answers 403 and logs "SNI/hostname mismatch". */
export const TRAFFIC_SERVER: Signature = {
  product: 'trafficserver',
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
};
