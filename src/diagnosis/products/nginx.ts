import {
  anyHost,
  bothHosts,
  contradicts,
  type Failure,
  isMisdirected,
  isMisrouted,
  supports,
  withAll,
  withEach,
  withHosts,
} from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Fix, Reference } from '../finding.ts';
import { accessLog } from '../guide/product-guide.ts';
import { isWithin } from '../guide/version.ts';
import type { Page } from '../recognise/signature.ts';
import type { ProductKnowledge } from './product.ts';

const SERVER_NAMES: Reference = {
  title: 'nginx: server names',
  url: 'https://nginx.org/en/docs/http/server_names.html',
};
const LOG =
  '"client attempted to request the server name different from the one that was negotiated" in the error log, at level info only (error_log <file> info).';
const VERIFY_CLIENT: Reference = {
  title: 'nginx: ssl_verify_client',
  url: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client',
};

const HTTP2: Reference = {
  title: 'nginx: http2',
  url: 'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2',
};

/** From this version on, HTTP/2 is turned on by a directive of each server block instead of a parameter of `listen`. */
const HTTP2_DIRECTIVE = '1.25.1';

function isBefore(version: string | null, bound: string): boolean {
  return version !== null && !isWithin(version, bound, null);
}

/** The lines with which a server block listens, as that version has them. */
function listen({ config: { port }, version }: Failure, parameter = ''): string {
  if (isBefore(version, HTTP2_DIRECTIVE)) return `listen ${port} ssl http2${parameter};`;
  if (version !== null) return `listen ${port} ssl${parameter};\n    http2 on;`;
  return `listen ${port} ssl${parameter};  # and HTTP/2, as in your other server blocks`;
}

const ALLOW_BOTH = (failure: Failure): Fix => ({
  title: `If a rule compares $ssl_server_name with $host, make it allow the hosts that are served here, but not where a client certificate protects ${anyHost(failure)}: clients could then bypass it.`,
  snippet: withAll(failure, (hosts) => `if ($host !~ ^(${hosts.map(pattern).join('|')})$) { return 421; }`),
});

const GATEWAY_FABRIC: Fix = {
  title:
    'NGINX Gateway Fabric compares the names itself: turn that off in its NginxProxy, but not where a client certificate protects a host: clients could then bypass it.',
  snippet: 'disableSNIHostValidation: true',
};

/** It has been built on 1.25 and newer from its beginning (nginx/nginx-gateway-fabric 1.0). */
function gatewayFabric({ version }: Failure): Fix[] {
  return isBefore(version, '1.25') ? [] : [GATEWAY_FABRIC];
}

/** A plain host name as a regular expression. */
function pattern(host: string): string {
  return host.replaceAll('.', '\\.');
}

function ownPages(names: string): Page[] {
  return [
    {
      statuses: [421],
      body: new RegExp(`<center><h1>421 Misdirected Request</h1></center>\\s*<hr><center>(${names})`, 'i'),
      confidence: 0.98,
    },
    {
      statuses: [421],
      fields: [
        { name: 'server', value: new RegExp(`^(${names})(/|$)`, 'i') },
        { name: 'content-type', value: /^text\/html$/i },
      ],
      confidence: 0.8,
    },
  ];
}

export const NGINX: ProductKnowledge = {
  name: 'nginx',
  /** Recorded from 1.22.1: its error page ends with its name between rules (src/http/ngx_http_special_response.c). */
  signature: {
    server: /^(nginx|openresty|angie|tengine)(\/|$)/i,
    renames: true,
    pages: [
      ...ownPages('nginx|openresty'),
      ...ownPages('angie').map((page) => ({ ...page, fork: 'Angie' })),
      ...ownPages('tengine').map((page) => ({ ...page, fork: 'Tengine' })),
    ],
  },
  causes: [
    {
      applies: (failure) => isMisdirected(failure) && failure.always,
      evidence: ({ variesOnConnection }) =>
        contradicts(variesOnConnection, 'The host also got another response on that connection.'),
      text: ({ host }) =>
        `No server block names ${host}, and the default server answers 421 (return 421). Or a rule such as if ($ssl_server_name != $host) refuses it, because the name in the TLS handshake (SNI) that reaches nginx is another one, or none.`,
      fixes: (failure) => [
        {
          title: `Name ${failure.hosts} in the server block that serves ${failure.config.hosts.length < 2 ? 'it' : 'them'}.`,
          snippet: withHosts(
            failure,
            (hosts) => `server {
    ${listen(failure)}
    server_name ${hosts.join(' ')};
}`,
          ),
        },
        ...gatewayFabric(failure),
      ],
      test: 'Ask nginx itself, with the host as SNI: if it answers then, what stands in front of it sends another name.',
      log: null,
      reference: SERVER_NAMES,
    },
    {
      applies: (failure) => isMisdirected(failure) && failure.secure && failure.always,
      evidence: ({ front, variesOnConnection }) => [
        ...supports(
          front.name !== null,
          `${front.name} is in front of nginx, so the browser's SNI does not reach it.`,
        ),
        ...supports(variesOnConnection, 'The host also got another response on that connection.'),
      ],
      text: ({ host, front }) =>
        `A client certificate is asked for (ssl_verify_client) in the server block of ${host} or in the one that the handshake chose, and ${front.name ?? 'a proxy in front of nginx'} sends another name than ${host} in the TLS handshake (SNI), or uses a connection again for another host.`,
      fixes: ({ front }) => front.sniFixes,
      log: LOG,
      reference: VERIFY_CLIENT,
    },
    {
      applies: (failure) =>
        isMisdirected(failure) && failure.secure && !failure.always && !failure.variesOnConnection,
      text: ({ host, other }) =>
        `Separate server blocks serve ${other} and ${host}, and one of them asks for client certificates (ssl_verify_client on or optional): nginx then refuses to switch between them on one connection. Or a rule in your configuration refuses it, such as if ($ssl_server_name != $host).`,
      fixes: (failure) => [
        {
          title: `Serve ${bothHosts(failure)} from one server block, with one ssl_verify_client.`,
          snippet: withEach(
            failure,
            (hosts) => `server {
    ${listen(failure)}
    server_name ${hosts.join(' ')};
}`,
          ),
        },
        ALLOW_BOTH(failure),
        separateCertificates(failure),
        ...gatewayFabric(failure),
      ],
      log: LOG,
      reference: VERIFY_CLIENT,
    },
    {
      applies: (failure) =>
        isMisdirected(failure) &&
        failure.secure &&
        failure.protocol !== 'http/1.1' &&
        failure.protocol !== 'h3' &&
        !failure.variesOnConnection &&
        !isBefore(failure.version, HTTP2_DIRECTIVE),
      evidence: ({ succeededOver, version, always }) => [
        ...supports(succeededOver === 'http/1.1', 'The host answered over HTTP/1.1.'),
        ...contradicts(succeededOver === 'h2', 'The host answered over HTTP/2 on its own connection.'),
        ...contradicts(
          always,
          'The host got 421 on its own connection, where HTTP/2 would not be offered to it.',
        ),
        ...contradicts(
          version === null,
          'It is unknown which version of nginx this is, or is based on, and only 1.25.1 and newer do this.',
        ),
      ],
      text: ({ host, other }) =>
        `The server block of ${host} has no "http2 on", and that of ${other} has: from 1.25.1 on, HTTP/2 is turned on for each server block, and nginx answers 421 over HTTP/2 for a block without it.`,
      fixes: (failure) => [
        { title: `Turn HTTP/2 on in the server block of ${failure.hosts} as well.`, snippet: 'http2 on;' },
      ],
      test: `Ask for the host on its own connection: where HTTP/2 is off for it, nginx answers over HTTP/1.1.`,
      log: LOG,
      reference: HTTP2,
    },
    {
      applies: isMisrouted,
      text: ({ host, other }) =>
        `No server block of this nginx names ${host}, so the default server (the one of ${other}) answers. On its own connection, ${host} does not reach this nginx: it is routed elsewhere by the name in the TLS handshake (TLS passthrough).`,
      fixes: (failure) => [
        {
          title: `Make this nginx answer 421 for hosts that it does not name, and name ${failure.other} in its own server block. Browsers then request ${failure.hosts} again on ${failure.config.hosts.length < 2 ? 'its own connection' : 'their own connections'}.`,
          snippet: `server {
    ${listen(failure, ' default_server')}
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
  poolFix: {
    title:
      'Make nginx open a connection to the server behind it for each host: take "keepalive" out of its upstream block, or give each host an upstream block of its own. nginx chooses kept connections by address, not by SNI.',
    snippet: null,
  },
  guide: {
    /** Seen with 1.22.1, at level info. The line about a protocol that is off begins with the same words (ngx_http_v2.c). */
    reason: {
      source: { kind: 'file', path: '/var/log/nginx/error.log' },
      words: 'client attempted to request the server name',
      namesHost: true,
    },
    access: accessLog('/var/log/nginx/access.log'),
    version: {
      // OpenResty's first numbers are those of its nginx.
      inServer: /^(?:nginx|openresty)\/(\d+(?:\.\d+)*)/i,
      forks: [
        { name: 'Angie', inServer: /^angie\/(\d+(?:\.\d+)*)/i },
        { name: 'Tengine', inServer: /^tengine\/(\d+(?:\.\d+)*)/i },
      ],
      command: 'nginx -v',
    },
    changes: [
      {
        from: HTTP2_DIRECTIVE,
        until: null,
        fits: ({ protocol }) => protocol !== 'http/1.1',
        text: 'From 1.25.1 on, HTTP/2 is turned on for each server block (http2 on), and a block without it answers 421 over HTTP/2.',
        reference: HTTP2,
      },
    ],
  },
};
