import { contradicts, type Failure, isMisdirected, supports, withAll, withHosts } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Fix, Reference } from '../finding.ts';
import { accessLog } from '../guide/product-guide.ts';
import { isWithin } from '../guide/version.ts';
import type { ProductKnowledge } from './product.ts';

const POLICY: Reference = {
  title: 'Apache httpd: SSLVHostSNIPolicy',
  url: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslvhostsnipolicy',
};
const VERIFY_CLIENT: Reference = {
  title: 'Apache httpd: SSLVerifyClient',
  url: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslverifyclient',
};
const FIXED_IN_2_4_64: Reference = {
  title: 'Apache httpd: vulnerabilities fixed in 2.4.64',
  url: 'https://httpd.apache.org/security/vulnerabilities_24.html',
};
const LOG = 'The line with AH02032 in the error log (level error) names both hosts.';

const sameSettings = (failure: Failure): Fix => ({
  title: `Use the same TLS directives and the same certificate files for ${failure.all ?? `${failure.host} and ${failure.other}`}.`,
  snippet: withAll(
    failure,
    (
      hosts,
    ) => `# in ${hosts.length === 2 ? 'both' : `all ${hosts.length}`} virtual hosts, ${hosts.map((host) => `ServerName ${host}`).join(' and ')}, the same lines:
SSLCertificateFile    /path/to/the-one-certificate.pem
SSLCertificateKeyFile /path/to/its-key.pem
# and SSLProtocol, SSLCipherSuite and SSLVerifyClient the same in ${hosts.length === 2 ? 'both' : 'all'}, or in none`,
  ),
});

function virtualHost(host: string): string {
  return `<VirtualHost *:443>
  ServerName ${host}
  SSLVerifyClient require
</VirtualHost>`;
}

const AUTH_ONLY: Fix = {
  title:
    'Make Apache compare only the settings for client certificates (server-wide, 2.4.66 or newer). Hosts that differ in SSLProtocol, SSLCipherSuite or their certificate are then served on one connection, with the settings of the host that it was opened for.',
  snippet: 'SSLVHostSNIPolicy authonly',
};

/** It came with 2.4.66. */
function authOnly(version: string | null): Fix[] {
  return version === null || isWithin(version, '2.4.66', null) ? [AUTH_ONLY] : [];
}

/** Which Apache refuses a missing or another name on every connection. */
function refusal(version: string | null): string {
  if (version !== null && isWithin(version, '2.4.64', null))
    return 'Since 2.4.64 (CVE-2025-23048) Apache refuses this on every connection.';
  const packages = "distributions' packages of older versions that have the fix for CVE-2025-23048";
  return version === null
    ? `Apache refuses this on every connection since 2.4.64, and so do ${packages}.`
    : `Apache ${version} refuses this on every connection where a distribution's package of it has the fix for CVE-2025-23048.`;
}

export const APACHE: ProductKnowledge = {
  name: 'Apache httpd',
  /**
   * Recorded from 2.4.71. The sentence is mod_ssl's own (modules/http/http_protocol.c). Where the body is not known,
   * the charset of its error pages identifies it, also under the name of a proxy.
   */
  signature: {
    server: /^apache(\/|$)/i,
    pages: [
      {
        statuses: [421],
        body: /needs a new connection for this\s+request as the requested host name does not match\s+the Server Name Indication/,
        confidence: 0.99,
      },
      {
        statuses: [421],
        fields: [
          { name: 'content-type', value: /^text\/html; charset=iso-8859-1$/i },
          { name: 'content-length', value: /^362$/ },
        ],
        confidence: 0.95,
      },
      {
        statuses: [421],
        fields: [{ name: 'content-type', value: /^text\/html; charset=iso-8859-1$/i }],
        confidence: 0.85,
      },
    ],
  },
  causes: [
    {
      applies: (failure) => isMisdirected(failure) && failure.requiresHttp1,
      evidence: () =>
        supports(
          true,
          "On the host's own connection HTTP/2 failed, as where a server requires HTTP/1.1 (HTTP_1_1_REQUIRED).",
        ),
      text: ({ host }) =>
        `A <Location> or <Directory> of ${host} asks for a client certificate. HTTP/2 cannot ask for one in the middle of a connection, so Apache sends the browser back to HTTP/1.1.`,
      fixes: (failure) => [
        {
          title: `Ask for the client certificate in the virtual host of ${failure.hosts}, not in a <Location>.`,
          snippet: withHosts(failure, (hosts) => hosts.map(virtualHost).join('\n')),
        },
      ],
      log: LOG,
      reference: VERIFY_CLIENT,
    },
    {
      applies: (failure) =>
        isMisdirected(failure) &&
        failure.secure &&
        (failure.variesOnConnection || failure.front.name !== null),
      evidence: ({ host, front, always, variesOnConnection }) => [
        ...supports(
          variesOnConnection,
          `${host} also got another response on the connection that carried the 421.`,
        ),
        ...supports(
          front.name !== null,
          `${front.name} is in front of Apache, with connections of its own to it.`,
        ),
        ...contradicts(
          always && !variesOnConnection,
          `No request for ${host} got another response; on a connection of its own one would.`,
        ),
      ],
      text: ({ host, front }) =>
        `${front.name ?? 'The proxy in front of Apache'} reuses its connections to Apache for other hosts: it chooses them by address, not by the name in their handshake (SNI). Apache refuses ${host} on a connection that was opened for another host, and answers it on one of its own.`,
      fixes: ({ front }) => front.poolFixes,
      test: 'Send several requests to both hosts in turn: if the response changes with the order, the proxy reuses connections.',
      log: LOG,
      reference: POLICY,
    },
    {
      explainsNoSni: true,
      applies: (failure) =>
        isMisdirected(failure) &&
        failure.secure &&
        (failure.always || failure.withoutSni) &&
        !failure.variesOnConnection,
      evidence: ({ front, withoutSni }) => [
        ...supports(withoutSni, 'The handshake had no server name (SNI).'),
        ...supports(
          front.name !== null,
          `${front.name} is in front of Apache, so the browser's SNI does not reach it.`,
        ),
      ],
      text: ({ host, front, version, withoutSni }) =>
        withoutSni && front.name === null
          ? `Apache received the request for ${host} without that name in the TLS handshake (SNI). ${refusal(version)}`
          : `Apache received the request for ${host} without that name in the TLS handshake (SNI), or with another one: ${front.name ?? 'a proxy or load balancer in front of it'} may not pass the name on, or the client sent none. ${refusal(version)} A re-send does not help.`,
      fixes: ({ front, version }) => [...front.sniFixes, ...authOnly(version)],
      log: LOG,
      reference: POLICY,
    },
    {
      applies: (failure) =>
        isMisdirected(failure) && failure.secure && !failure.always && !failure.variesOnConnection,
      evidence: ({ other, host, config, front }) => [
        ...supports(
          config.others.length > 0,
          `The connection was opened for ${other}, and ${host} was sent on it.`,
        ),
        ...contradicts(
          front.name !== null,
          `${front.name} is in front of Apache, so the browser's connection does not reach it.`,
        ),
      ],
      text: ({ host, other }) =>
        `The virtual hosts of ${other} and ${host} have different TLS settings: SSLProtocol, SSLCipherSuite, SSLVerifyClient or the certificate. The same certificate in another file counts as different (compared strictly since 2.4.64, and in distributions' packages with the fix for CVE-2025-23048).`,
      fixes: (failure) => [
        sameSettings(failure),
        ...authOnly(failure.version),
        separateCertificates(failure),
      ],
      log: LOG,
      reference: POLICY,
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: {
    /** Line seen with 2.4.71 (ssl_engine_kernel.c, at level error). */
    reason: {
      source: { kind: 'file', path: '/var/log/apache2/error.log', redHat: '/var/log/httpd/error_log' },
      words: 'AH02032',
      namesHost: true,
    },
    access: accessLog('/var/log/apache2/access.log', '/var/log/httpd/access_log'),
    version: {
      inServer: /^Apache\/(\d+(?:\.\d+)*)/i,
      inPage: /<address>Apache\/(\d+(?:\.\d+)*)/i,
      command: 'apachectl -v',
    },
    changes: [
      {
        from: null,
        until: '2.4.63',
        fits: () => true,
        text: "Distributions' packages of this version may have the fix for CVE-2025-23048, with which Apache refuses such a request (Red Hat 8: 2.4.37-65.el8_10.5; Ubuntu 22.04 and 24.04: packages of 2.4.52 and 2.4.58). To check, look for 23048 in the package's changelog: rpm -q --changelog httpd, or apt changelog apache2.",
        reference: FIXED_IN_2_4_64,
      },
      {
        from: '2.4.64',
        until: null,
        fits: () => true,
        text: 'From 2.4.64 on (CVE-2025-23048), Apache refuses a request where the TLS settings of the two virtual hosts differ, or where the handshake had no name. This is intended: an update does not end it.',
        reference: FIXED_IN_2_4_64,
      },
      {
        from: '2.4.66',
        until: null,
        fits: () => true,
        text: 'From 2.4.66 on, SSLVHostSNIPolicy sets how strict Apache is.',
        reference: POLICY,
      },
    ],
  },
};
