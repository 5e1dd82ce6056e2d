import { A, B, type Configuration, type Setup } from './setup.ts';

function nginx({ dir, certificate, key, ca }: Setup, servers: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off; master_process off; worker_processes 1;
pid ${dir}/nginx.pid; error_log ${dir}/error.log info;
events { worker_connections 128; }
http {
  access_log off; default_type text/html;
  ${temporary.map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')}
  ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_client_certificate ${ca};
  ${servers}
}
`;
}

const answer = 'location / { return 200 "$host by nginx"; }';

/** b asks for client certificates, a does not. */
export const nginxClientCertificate: Configuration = (setup) =>
  nginx(
    setup,
    `server { listen 127.0.0.1:${setup.port} ssl http2; server_name ${A}; ${answer} }
  server { listen 127.0.0.1:${setup.port} ssl http2; server_name ${B}; ssl_verify_client optional; ${answer} }`,
  );

/** One server block, as the remedy gives it (`server { … }`, its port and names), with what else it needs. */
export function nginxOneServer(block: string): Configuration {
  return (setup) =>
    nginx(
      setup,
      block
        .replace('listen ', 'listen 127.0.0.1:')
        .replace(/\}\s*$/, `ssl_verify_client optional; ${answer} }`),
    );
}

/** Before another server; without more it tells that one no name in the handshake. */
export function nginxBefore(upstream: number, more = ''): Configuration {
  return (setup) =>
    nginx(
      setup,
      `server { listen 127.0.0.1:${setup.port} ssl http2; server_name ${A} ${B};
    location / { proxy_pass https://127.0.0.1:${upstream}; proxy_set_header Host $host:${upstream}; ${more} } }`,
    );
}

/** An unknown host gets 421, and b is one unless `block` names it. */
export function nginxUnknownHost(block = ''): Configuration {
  return (setup) =>
    nginx(
      setup,
      `server { listen 127.0.0.1:${setup.port} ssl http2 default_server; return 421; }
  server { listen 127.0.0.1:${setup.port} ssl http2; server_name ${A}; ${answer} }
  ${block.replace('listen ', 'listen 127.0.0.1:').replace(/\}\s*$/, `${answer} }`)}`,
    );
}
