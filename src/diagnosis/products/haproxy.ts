import { inBrackets, isMisdirected, withAll, withHosts } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { accessLog } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const HAPROXY: ProductKnowledge = {
  name: 'HAProxy',
  /**
   * Recorded from 2.6: the page of `http-request deny deny_status 421`. It has neither `server` nor `date`, which an
   * origin server with a clock must send (RFC 9110 section 6.6.1).
   */
  signature: {
    pages: [
      {
        statuses: [421],
        body: /<h1>421 Misdirected Request<\/h1>\s+Request sent to a non-authoritative server\./,
        confidence: 0.98,
      },
      {
        statuses: [421],
        fields: [
          { name: 'cache-control', value: /^no-cache$/i },
          { name: 'content-type', value: /^text\/html$/i },
          { name: 'content-length', value: /^104$/ },
        ],
        without: ['server', 'date'],
        confidence: 0.9,
      },
    ],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host, always, config }) => {
        const rule = always
          ? `refuses ${host}`
          : `compares ssl_fc_sni${inBrackets(config.others)} with the requested host${inBrackets(config.hosts)}`;
        return `HAProxy answers 421 only where a rule says so (http-request deny deny_status 421), and such a rule ${rule}.`;
      },
      /** The rule can name hosts that are not in this capture, so the fix for one that always refuses only adds a line. */
      fixes: (failure) =>
        failure.always
          ? [
              {
                title: `Allow ${failure.hosts} in a line before that rule, but not if the rule protects a host that asks for client certificates: clients could then bypass it.`,
                snippet: withHosts(
                  failure,
                  (hosts) =>
                    `http-request allow if { req.hdr(host),host_only,lower -m str ${hosts.join(' ')} }`,
                ),
              },
            ]
          : [
              {
                title:
                  'Make the rule allow the hosts that are served here, whatever host the connection was opened for, but not a host that asks for client certificates: clients could then bypass it.',
                snippet: withAll(
                  failure,
                  (hosts) =>
                    `http-request deny deny_status 421 unless { req.hdr(host),host_only,lower -m str ${hosts.join(' ')} }`,
                ),
              },
              separateCertificates(failure),
            ],
      log: 'The termination state "PR--" in the HTTP log: a rule refused the request.',
      reference: {
        title: 'HAProxy: http-request deny',
        url: 'https://docs.haproxy.org/2.6/configuration.html#4.2-http-request%20deny',
      },
    },
  ],
  sniFix: {
    title: 'Make HAProxy send the host name in the TLS handshake (on the server line).',
    snippet: 'sni req.hdr(host),host_only',
  },
  poolFix: {
    title: 'Make HAProxy open a connection to it for each session (in that backend).',
    snippet: 'http-reuse never',
  },
  guide: {
    /** The termination state of a request that a rule refused (seen with 2.6). */
    reason: { source: { kind: 'file', path: '/var/log/haproxy.log' }, words: ' PR-- ', namesHost: false },
    access: accessLog('/var/log/haproxy.log'),
    version: { inServer: null, command: 'haproxy -v' },
    changes: [],
  },
};
