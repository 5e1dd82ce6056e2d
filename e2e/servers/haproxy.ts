import { A, type Configuration } from './server-setup.ts';

/** A configuration with the lines of a frontend for both hosts, and further sections. */
function haproxy(frontend: string, more = ''): Configuration {
  return ({ address, port, both }) => `global
  nbthread 1  # if two threads log at the same time, a line is lost
defaults
  mode http
  log stdout format raw local0
  log-format "%[var(txn.host)] %ST"
  timeout client 10s
  timeout server 10s
  timeout connect 2s
frontend fe
  bind ${address}:${port} ssl crt ${both} alpn h2,http/1.1
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  ${frontend}
${more}`;
}

/** Answers itself, after a rule. */
export function haproxyAnswers(rule: string): Configuration {
  return haproxy(
    `${rule}
  default_backend be`,
    `backend be
  http-request return status 200 content-type text/html lf-string "%[var(txn.host)] by HAProxy"
`,
  );
}

/** Proxies to another server over TLS. `more` is added to its server line. */
export function haproxyBefore(upstream: number, more = ''): Configuration {
  return haproxy(
    'default_backend be',
    `backend be
  server one 127.0.0.1:${upstream} ssl verify none ${more}
`,
  );
}

/** The usual rule to refuse requests for a host other than that of the connection. */
export const COMPARES =
  'http-request deny deny_status 421 if { ssl_fc_has_sni } !{ ssl_fc_sni,lower,strcmp(txn.host) eq 0 }';

/** A rule that allows only one of the two hosts. */
export const ALLOWS_A = `http-request deny deny_status 421 unless { var(txn.host) -m str ${A} }`;
