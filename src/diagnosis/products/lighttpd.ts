import { isMisdirected } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { accessLog } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const LIGHTTPD: ProductKnowledge = {
  name: 'lighttpd',
  /** Recorded from 1.4.69, with a script that answers 421: it never does so by itself. */
  signature: {
    server: /^lighttpd(\/|$)/i,
    pages: [
      {
        statuses: [421],
        body: /^<\?xml version="1\.0" encoding="iso-8859-1"\?>[\s\S]*XHTML 1\.0 Transitional[\s\S]*<h1>421 Misdirected Request<\/h1>\s+<\/body>/,
        confidence: 0.9,
      },
    ],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host }) =>
        `lighttpd never answers 421 by itself: a script of yours (mod_magnet) refuses ${host}.`,
      fixes: (failure) => [
        { title: `Make the script accept ${failure.hosts}.`, snippet: null },
        ...(failure.always ? [] : [separateCertificates(failure)]),
      ],
      log: null,
      reference: {
        title: 'lighttpd: mod_magnet',
        url: 'https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_ModMagnet',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: {
    reason: null,
    access: accessLog('/var/log/lighttpd/access.log'),
    version: { inServer: /^lighttpd\/(\d+(?:\.\d+)*)/i, command: 'lighttpd -v' },
    changes: [],
  },
};
