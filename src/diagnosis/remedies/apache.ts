import type { Fix, Reference } from '../finding.ts';
import { productName } from '../products.ts';
import { type Failure, OWN_CERTIFICATES, type Remedy } from './remedy.ts';

const POLICY: Reference = {
  title: 'Apache httpd: SSLVHostSNIPolicy',
  url: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslvhostsnipolicy',
};
const VERIFY_CLIENT: Reference = {
  title: 'Apache httpd: SSLVerifyClient',
  url: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslverifyclient',
};
const LOG = 'AH02032 in the error log (level error) names both hosts.';

const SAME_SETUP = ({ host, other }: Failure): Fix => ({
  title: `Use the same TLS directives and the same certificate files for ${host} and ${other}.`,
  snippet: `# in both virtual hosts, ServerName ${other} and ServerName ${host}, the same lines:
SSLCertificateFile    /path/to/the-one-certificate.pem
SSLCertificateKeyFile /path/to/its-key.pem
# and SSLProtocol, SSLCipherSuite and SSLVerifyClient the same in both, or in none`,
});

const AUTH_ONLY: Fix = {
  title: 'Let Apache compare only what concerns client certificates (server-wide, 2.4.66 or newer).',
  snippet: 'SSLVHostSNIPolicy authonly',
};

/** What the proxy before Apache must do: tell it the host's name in the handshake. */
const TELL_NAME: Readonly<Record<string, Fix>> = {
  nginx: {
    title: 'Let nginx tell Apache the host in the TLS handshake (in the location that has proxy_pass).',
    snippet: `proxy_ssl_server_name on;
proxy_ssl_name $host;
proxy_ssl_session_reuse off;`,
  },
  haproxy: {
    title: 'Let HAProxy tell Apache the host in the TLS handshake (on the server line).',
    snippet: 'sni req.hdr(host),host_only',
  },
  caddy: {
    title: 'Let Caddy tell Apache the host, on a connection for each request (inside reverse_proxy).',
    snippet: `transport http {
	tls_server_name {http.request.host}
	keepalive off
	versions 1.1
}`,
  },
};

/** Who passes Apache's own name on cannot be told (HAProxy, AWS ALB): then all of them are offered. */
function tellName({ behind }: Failure): readonly Fix[] {
  const known = behind === null ? undefined : TELL_NAME[behind];
  if (known !== undefined) return [known];
  return Object.entries(TELL_NAME).map(([product, { title, snippet }]) => ({
    title: `If ${productName(product)} stands before it: ${title[0]?.toLowerCase()}${title.slice(1)}`,
    snippet,
  }));
}

export const APACHE: readonly Remedy[] = [
  {
    products: ['apache'],
    when: ({ how, fellBack }) => how === 'misdirected' && fellBack,
    cause: ({ host }) =>
      `A client certificate is asked for in a <Location> or <Directory> of ${host}. HTTP/2 cannot ask for one in the middle of a connection, so Apache sends the browser back to HTTP/1.1.`,
    fixes: ({ host }) => [
      {
        title: `Ask for the client certificate in the virtual host of ${host}, not in a <Location>.`,
        snippet: `<VirtualHost *:443>
  ServerName ${host}
  SSLVerifyClient require
</VirtualHost>`,
      },
    ],
    log: LOG,
    reference: VERIFY_CLIENT,
  },
  {
    products: ['apache'],
    when: ({ how, always }) => how === 'misdirected' && always,
    cause: ({ host, behind }) => {
      const who = behind === null ? 'a proxy or load balancer before it' : productName(behind);
      return `Apache gets the request without the name of ${host} in the TLS handshake (SNI), or with another one: ${who} does not pass it on. Since 2.4.64 (CVE-2025-23048) Apache refuses that, on every connection, so no re-send by a browser helps.`;
    },
    fixes: (failure) => [...tellName(failure), AUTH_ONLY],
    log: LOG,
    reference: POLICY,
  },
  {
    products: ['apache'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `The virtual hosts of ${other} and ${host} differ in their TLS setup: SSLProtocol, SSLCipherSuite, SSLVerifyClient or the certificate, be it the same one under another file name (compared strictly since 2.4.64, CVE-2025-23048).`,
    fixes: (failure) => [SAME_SETUP(failure), AUTH_ONLY, OWN_CERTIFICATES(failure)],
    log: LOG,
    reference: POLICY,
  },
];
