import type { Configuration } from './setup.ts';

/** A frontend for both hosts with one rule. */
export function haproxy(rule: string): Configuration {
  return ({ port, both }) => `defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 2s
frontend fe
  bind 127.0.0.1:${port} ssl crt ${both} alpn h2,http/1.1
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  ${rule}
  http-request return status 200 content-type text/html lf-string "%[var(txn.host)] by HAProxy"
`;
}

/** The rule that people write to refuse what was not the connection's name. */
export const COMPARES =
  'http-request deny deny_status 421 if { ssl_fc_has_sni } !{ ssl_fc_sni,lower,strcmp(txn.host) eq 0 }';

/** Before another server over TLS; `more` stands on its server line. */
export function haproxyBefore(upstream: number, more = ''): Configuration {
  return ({ port, both }) => `defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 2s
frontend fe
  bind 127.0.0.1:${port} ssl crt ${both} alpn h2,http/1.1
  default_backend be
backend be
  server one 127.0.0.1:${upstream} ssl verify none ${more}
`;
}
