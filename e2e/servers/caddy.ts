import { A, B, type Configuration, type Setup } from './server-setup.ts';

/** A configuration with lines of the `servers` option, and the directives of the site of both hosts. */
function caddy(servers: readonly string[], site: string): Configuration {
  return ({ address, port, certificate, key, accessLog }: Setup) => `{
	admin off
	auto_https disable_redirects
	skip_install_trust
	grace_period 1s
	servers ${address}:${port} {
		${servers.join('\n\t\t')}
	}
}
https://${A}:${port}, https://${B}:${port} {
	bind ${address}
	tls ${certificate} ${key}
	log {
		output file ${accessLog}
		format json
	}
	${site}
}
`;
}

/** Serves both hosts at one address, with lines of the `servers` option. */
export function caddyAnswers(...servers: readonly string[]): Configuration {
  return caddy(servers, `header Content-Type text/html\n\trespond "{host} by Caddy"`);
}

/** Proxies to another server over TLS. Without `more` (inside reverse_proxy) it sends that server no host name. */
export function caddyBefore(
  upstream: number,
  more = `transport http {\n\ttls\n\ttls_insecure_skip_verify\n}`,
): Configuration {
  return caddy(['protocols h1 h2'], `reverse_proxy https://127.0.0.1:${upstream} {\n${more}\n}`);
}
