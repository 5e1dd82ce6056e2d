import { A, type Configuration } from './server-setup.ts';

/** A handler for H2O, in mruby. */
const handler = (status: number, text: string): string =>
  `mruby.handler: 'Proc.new {|env| [${status}, {"content-type" => "text/html"}, ["${text}\\n"]]}'`;

/** The first host, which serves every unknown one, refuses. `host` is a further line of `hosts`. */
export function h2o(host = ''): Configuration {
  return ({ dir, address, port, certificate, key, accessLog }) => `num-threads: 1
pid-file: ${dir}/h2o.pid
error-log: ${dir}/error.log
access-log: { path: ${accessLog}, format: "%V %s" }
temp-buffer-path: ${dir}
ssl-session-resumption: { mode: off }
listen:
  host: ${address}
  port: ${port}
  ssl: { certificate-file: ${certificate}, key-file: ${key}, ocsp-update-interval: 0 }
hosts:
  "fallback.localhost:${port}":
    paths: { "/": { ${handler(421, 'misdirected')} } }
  "${A}:${port}": &served
    paths: { "/": { ${handler(200, 'by H2O')} } }
  ${host}
`;
}
