import { accessLog, type ProductGuide } from '../product.ts';

/** Line seen with 1.22.1, at level info; that for a protocol which is off begins with the same words (ngx_http_v2.c). */
export const NGINX: ProductGuide = {
  product: 'nginx',
  reason: {
    source: { kind: 'file', path: '/var/log/nginx/error.log' },
    words: 'client attempted to request the server name',
    namesHost: true,
  },
  access: accessLog('/var/log/nginx/access.log'),
  version: { told: /^(?:nginx|openresty|angie)\/(\d+(?:\.\d+)*)/i, command: 'nginx -v' },
  changes: [
    {
      from: '1.25.1',
      until: null,
      fits: ({ protocol }) => protocol !== 'http/1.1',
      text: 'From 1.25.1 on HTTP/2 is switched on for each server block (http2 on), and a block without it answers 421 over HTTP/2.',
      reference: {
        title: 'nginx: http2',
        url: 'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2',
      },
    },
  ],
};
