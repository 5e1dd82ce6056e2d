import { isMisdirected, isMisrouted } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Reference } from '../finding.ts';
import { accessLog } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

const SERVER_NAMES: Reference = {
  title: 'nginx: server names',
  url: 'https://nginx.org/en/docs/http/server_names.html',
};
const VERIFY_CLIENT: Reference = {
  title: 'nginx: ssl_verify_client',
  url: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client',
};

/** A plain host name as a regular expression. */
function pattern(host: string): string {
  return host.replaceAll('.', '\\.');
}

export const NGINX: ProductKnowledge = {
  name: 'nginx',
  /** Recorded from 1.22.1: its error page ends with its name between rules (src/http/ngx_http_special_response.c). */
  signature: {
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
  },
  causes: [
    {
      applies: (failure) => isMisdirected(failure) && failure.always,
      text: ({ host }) =>
        `No server block names ${host}, and the default server answers 421 (return 421). Or a rule compares $ssl_server_name with $host, and the proxy in front of nginx sends no name in the TLS handshake (SNI).`,
      fixes: ({ host, config }) => [
        {
          title: `Name ${host} in the server block that serves it.`,
          snippet: `server {
    listen ${config.port} ssl http2;  # as in your other server blocks
    server_name ${config.host};
}`,
        },
      ],
      log: null,
      reference: SERVER_NAMES,
    },
    {
      applies: isMisdirected,
      text: ({ host, other }) =>
        `Separate server blocks serve ${other} and ${host}, and one of them asks for client certificates (ssl_verify_client on or optional): nginx then refuses to switch between them on one connection. Or a rule in your configuration refuses it, such as if ($ssl_server_name != $host).`,
      fixes: (failure) => [
        {
          title: `Serve ${failure.other} and ${failure.host} from one server block, with one ssl_verify_client.`,
          snippet: `server {
    listen ${failure.config.port} ssl http2;  # as in your other server blocks
    server_name ${failure.config.other} ${failure.config.host};
}`,
        },
        {
          title:
            'If a rule compares $ssl_server_name with $host, make it allow the hosts that are served here.',
          snippet: `if ($host !~ ^(${pattern(failure.config.other)}|${pattern(failure.config.host)})$) { return 421; }`,
        },
        separateCertificates(failure),
        {
          title: 'NGINX Gateway Fabric compares the names itself: turn that off in its NginxProxy.',
          snippet: 'disableSNIHostValidation: true',
        },
      ],
      log: '"client attempted to request the server name different from the one that was negotiated" in the error log, at level info only (error_log … info).',
      reference: VERIFY_CLIENT,
    },
    {
      applies: isMisrouted,
      text: ({ host, other }) =>
        `No server block of this nginx names ${host}, so the default server (the one of ${other}) answers. On its own connection, ${host} does not reach this nginx: it is routed elsewhere by the name in the TLS handshake (TLS passthrough).`,
      fixes: (failure) => [
        {
          title: `Make this nginx answer 421 for hosts that it does not name, and name ${failure.other} in its own server block. Browsers then request ${failure.host} again on its own connection.`,
          snippet: `server {
    listen ${failure.config.port} ssl http2 default_server;  # as in your other server blocks
    server_name _;
    return 421;
}`,
        },
        separateCertificates(failure),
      ],
      log: 'nginx logs nothing about this by itself. Add $ssl_server_name next to $host in log_format, and look for lines where the two differ.',
      reference: SERVER_NAMES,
    },
  ],
  sniFix: {
    title: 'Make nginx send the host name in the TLS handshake (in the location with proxy_pass).',
    snippet: `proxy_ssl_server_name on;
proxy_ssl_name $host;
proxy_ssl_session_reuse off;`,
  },
  guide: {
    /** Seen with 1.22.1, at level info. The line about a protocol that is off begins with the same words (ngx_http_v2.c). */
    reason: {
      source: { kind: 'file', path: '/var/log/nginx/error.log' },
      words: 'client attempted to request the server name',
      namesHost: true,
    },
    access: accessLog('/var/log/nginx/access.log'),
    version: { inServer: /^(?:nginx|openresty|angie)\/(\d+(?:\.\d+)*)/i, command: 'nginx -v' },
    changes: [
      {
        from: '1.25.1',
        until: null,
        fits: ({ protocol }) => protocol !== 'http/1.1',
        text: 'From 1.25.1 on, HTTP/2 is turned on for each server block (http2 on), and a block without it answers 421 over HTTP/2.',
        reference: {
          title: 'nginx: http2',
          url: 'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2',
        },
      },
    ],
  },
};
