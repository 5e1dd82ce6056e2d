import type { Signature } from './signature.ts';

/**
 * Recorded from 2.6: the page of `http-request deny deny_status 421`. It has neither `server` nor `date`, which an
 * origin server with a clock must send (RFC 9110 section 6.6.1).
 */
export const HAPROXY: Signature = {
  product: 'haproxy',
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
};
