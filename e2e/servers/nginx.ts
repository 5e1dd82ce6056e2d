import { A, B, type Configuration, type Setup } from './server-setup.ts';

/** A configuration with server blocks, which begin like those of the tool: `listen PORT …`. */
function nginx(blocks: (setup: Setup) => readonly string[]): Configuration {
  return (setup) => {
    const { dir, address, port, certificate, key, ca, accessLog } = setup;
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    return `daemon off; master_process off; worker_processes 1;
pid ${dir}/nginx.pid; error_log ${dir}/error.log info;
events { worker_connections 128; }
http {
  log_format test '$http_host $status'; access_log ${accessLog} test; default_type text/html;
  ${temporary.map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')}
  ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_client_certificate ${ca};
  ${blocks(setup).join('\n  ').replaceAll(`listen ${port}`, `listen ${address}:${port}`)}
}
`;
  };
}

const ANSWERS = 'location / { return 200 "$host by nginx"; }';

const server = ({ port }: Setup, names: string, more: string): string =>
  `server { listen ${port} ssl http2; server_name ${names}; ${more} }`;

/** A block from the tool, with further lines. */
const filled = (block: string, more: string): string => block.replace(/\}\s*$/, `${more} }`);

/** b requests client certificates, a does not. */
export const nginxClientCertificate = nginx((setup) => [
  server(setup, A, ANSWERS),
  server(setup, B, `ssl_verify_client optional; ${ANSWERS}`),
]);

/** One server block for both. */
export function nginxOneServer(block: string): Configuration {
  return nginx(() => [filled(block, ANSWERS)]);
}

/** Both hosts in one block, with a rule. */
export function nginxRule(rule: string): Configuration {
  return nginx((setup) => [server(setup, `${A} ${B}`, `${rule} ${ANSWERS}`)]);
}

export const COMPARES = 'if ($ssl_server_name != $host) { return 421; }';

/** Proxies to another server. Without `more` it sends that server no name in the handshake. */
export function nginxBefore(upstream: number, more = ''): Configuration {
  const passes = `proxy_pass https://127.0.0.1:${upstream}; proxy_set_header Host $host:${upstream};`;
  return nginx((setup) => [server(setup, `${A} ${B}`, `location / { ${passes} ${more} }`)]);
}

/** Proxies to another server and sends it each host's name, over connections that it keeps. */
export function nginxKeeps(upstream: number, kept = 'keepalive 4;'): Configuration {
  const name = 'proxy_ssl_server_name on; proxy_ssl_name $host; proxy_ssl_session_reuse off;';
  const passes = 'proxy_pass https://behind; proxy_http_version 1.1; proxy_set_header Connection "";';
  const host = `proxy_set_header Host $host:${upstream};`;
  return nginx((setup) => [
    `upstream behind { server 127.0.0.1:${upstream}; ${kept} }`,
    server(setup, `${A} ${B}`, `location / { ${passes} ${host} ${name} }`),
  ]);
}

/** Unknown hosts get 421, including b unless `block` names it. */
export function nginxUnknownHost(block = ''): Configuration {
  return nginx((setup) => [
    `server { listen ${setup.port} ssl http2 default_server; return 421; }`,
    server(setup, A, ANSWERS),
    filled(block, ANSWERS),
  ]);
}

/** One application that serves its page for every host and path. With a block from the tool it serves only a. */
export const nginxApplication = (block = ''): Configuration =>
  nginx((setup) => [
    server(setup, A, `root ${setup.dir}/www; location / { try_files $uri /index.html; }`),
    // The block from the tool has the port that browsers use.
    block.replace(/listen \d+/, `listen ${setup.port}`),
  ]);
