import type { Reference } from '../finding.ts';
import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

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

export const NGINX: readonly Remedy[] = [
  {
    products: ['nginx'],
    when: ({ how, always }) => how === 'misdirected' && always,
    cause: ({ host }) =>
      `No server block names ${host}, and the default one answers 421 (return 421); or a rule compares $ssl_server_name with $host, and what stands before nginx sends no name in the TLS handshake.`,
    fixes: ({ host, port }) => [
      {
        title: `Name ${host} in the server block that serves it.`,
        snippet: `server {
    listen ${port} ssl http2;  # as in your other server blocks
    server_name ${host};
}`,
      },
    ],
    log: null,
    reference: SERVER_NAMES,
  },
  {
    products: ['nginx'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `The server blocks of ${other} and ${host} are two, and one of them asks for client certificates (ssl_verify_client on or optional): nginx then refuses to change between them on one connection. Or a rule of yours does, such as if ($ssl_server_name != $host).`,
    fixes: (failure) => [
      {
        title: `Serve ${failure.other} and ${failure.host} from one server block, with one ssl_verify_client.`,
        snippet: `server {
    listen ${failure.port} ssl http2;  # as in your other server blocks
    server_name ${failure.other} ${failure.host};
}`,
      },
      {
        title:
          'Where a rule compares $ssl_server_name with $host, let it allow the hosts that are served here.',
        snippet: `if ($host !~ ^(${pattern(failure.other)}|${pattern(failure.host)})$) { return 421; }`,
      },
      OWN_CERTIFICATES(failure),
      {
        title: 'NGINX Gateway Fabric compares the names by itself: switch that off in its NginxProxy.',
        snippet: 'disableSNIHostValidation: true',
      },
    ],
    log: '"client attempted to request the server name different from the one that was negotiated" in the error log, at level info only (error_log … info).',
    reference: VERIFY_CLIENT,
  },
  {
    products: ['nginx'],
    when: ({ how }) => how === 'misrouted',
    cause: ({ host, other }) =>
      `No server block of this nginx names ${host}, so the default one (${other}'s) answers. On a connection of its own ${host} is led elsewhere before nginx sees it: by the name in the handshake (TLS passthrough).`,
    fixes: (failure) => [
      {
        title: `Let this nginx answer 421 for hosts that it does not name, and name ${failure.other} in its own block: browsers then ask for ${failure.host} again on a connection of its own.`,
        snippet: `server {
    listen ${failure.port} ssl http2 default_server;  # as in your other server blocks
    server_name _;
    return 421;
}`,
      },
      OWN_CERTIFICATES(failure),
    ],
    log: 'Nothing by itself. With $ssl_server_name beside $host in log_format: the lines in which the two differ.',
    reference: SERVER_NAMES,
  },
];
