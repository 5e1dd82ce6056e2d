import type { Signature } from './signature.ts';

/**
 * Recorded from 2.4.71. The sentence is mod_ssl's own (modules/http/http_protocol.c); the charset of its error
 * pages shows it where the body is not known, also under another server's name.
 */
export const APACHE: Signature = {
  product: 'apache',
  server: /^apache(\/|$)/i,
  pages: [
    {
      statuses: [421],
      body: /needs a new connection for this\s+request as the requested host name does not match\s+the Server Name Indication/,
      confidence: 0.99,
    },
    {
      statuses: [421],
      fields: [
        { name: 'content-type', value: /^text\/html; charset=iso-8859-1$/i },
        { name: 'content-length', value: /^362$/ },
      ],
      confidence: 0.95,
    },
    {
      statuses: [421],
      fields: [{ name: 'content-type', value: /^text\/html; charset=iso-8859-1$/i }],
      confidence: 0.85,
    },
  ],
};
