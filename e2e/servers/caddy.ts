import { A, B, type Configuration } from './setup.ts';

const GLOBAL = (port: number, servers: string) => `{
	admin off
	auto_https disable_redirects
	skip_install_trust
	servers 127.0.0.1:${port} {
		protocols h1 h2
		${servers}
	}
}
`;

/** Both hosts under one address, with a line of the `servers` option. */
export function caddy(servers: string): Configuration {
  return ({ port, certificate, key }) => `${GLOBAL(port, servers)}
https://${A}:${port}, https://${B}:${port} {
	bind 127.0.0.1
	tls ${certificate} ${key}
	header Content-Type text/html
	respond "{host} by Caddy"
}
`;
}
