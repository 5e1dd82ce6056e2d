import type { Signature } from './signature.ts';

/** Recorded from 1.22.1: its error page closes with its name between rules (src/http/ngx_http_special_response.c). */
export const NGINX: Signature = {
  product: 'nginx',
  server: /^(nginx|openresty|angie)(\/|$)/i,
  renames: true,
  pages: [
    {
      statuses: [421],
      body: /<center><h1>421 Misdirected Request<\/h1><\/center>\s*<hr><center>(nginx|openresty|angie)/i,
      confidence: 0.98,
    },
    {
      statuses: [421],
      fields: [
        { name: 'server', value: /^(nginx|openresty|angie)(\/|$)/i },
        { name: 'content-type', value: /^text\/html$/i },
      ],
      confidence: 0.8,
    },
  ],
};
