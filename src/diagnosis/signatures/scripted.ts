import type { Signature } from './signature.ts';

// These never answer 421 by themselves: a script or a rule of the owner does (recorded: 1.4.69, 2.2.5).

export const LIGHTTPD: Signature = {
  product: 'lighttpd',
  server: /^lighttpd(\/|$)/i,
  pages: [
    {
      statuses: [421],
      body: /^<\?xml version="1\.0" encoding="iso-8859-1"\?>[\s\S]*XHTML 1\.0 Transitional[\s\S]*<h1>421 Misdirected Request<\/h1>\s+<\/body>/,
      confidence: 0.9,
    },
  ],
};

export const H2O: Signature = {
  product: 'h2o',
  server: /^h2o(\/|$)/i,
  renames: true,
  pages: [],
};

/** Only ever passes on: it has been seen with the name of Apache's page behind it. */
export const NGHTTPX: Signature = {
  product: 'nghttpx',
  server: /^nghttpx$/i,
  passed: [{ name: 'via', value: /\bnghttpx\b/i }],
  renames: true,
  pages: [],
};
