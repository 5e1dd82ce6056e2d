import { A, B, type Configuration, type Setup } from './server-setup.ts';

const modules = '/usr/lib/apache2/modules';

function base({ dir, address, port, certificate, key, accessLog }: Setup, protocols: string): string {
  return `ServerRoot ${dir}
DefaultRuntimeDir ${dir}
PidFile ${dir}/httpd.pid
Mutex file:${dir} default
ServerName localhost
User nobody
Group nogroup
LoadModule mpm_event_module ${modules}/mod_mpm_event.so
LoadModule authz_core_module ${modules}/mod_authz_core.so
LoadModule dir_module ${modules}/mod_dir.so
LoadModule mime_module ${modules}/mod_mime.so
LoadModule ssl_module ${modules}/mod_ssl.so
LoadModule http2_module ${modules}/mod_http2.so
TypesConfig /etc/mime.types
ErrorLog ${dir}/error.log
CustomLog ${accessLog} "%{Host}i %>s"
StartServers 1
SSLSessionCache none
SSLCertificateFile ${certificate}
SSLCertificateKeyFile ${key}
DocumentRoot ${dir}/www
Protocols ${protocols}
Listen ${address}:${port}
`;
}

/** Both hosts. `more` is added to the virtual host of b, `global` outside both. */
export function apache(more: string, global = ''): Configuration {
  return configuration('h2 http/1.1', more, global);
}

/**
 * The same behind a proxy, with HTTP/1.1 only. Apache offers HTTP/2 in `Upgrade`. nginx 1.22 forwards that field into
 * its own HTTP/2 responses, where it is forbidden (RFC 9113 section 8.2.2), and clients abort the response (observed).
 */
export function apacheBehind(more: string): Configuration {
  return configuration('http/1.1', more, '');
}

/** The certificate of b: the same file as that of a, or a copy of it under another name. */
export function certificateFile(which: 'certificate' | 'sameCertificate'): Configuration {
  return (setup) => apache(`SSLCertificateFile ${setup[which]}`)(setup);
}

function configuration(protocols: string, more: string, global: string): Configuration {
  return (setup) => `${base(setup, protocols)}
${global}
<VirtualHost ${setup.address}:${setup.port}>
  ServerName ${A}
  SSLEngine on
</VirtualHost>
<VirtualHost ${setup.address}:${setup.port}>
  ServerName ${B}
  SSLEngine on
  ${more}
</VirtualHost>
`;
}

/** A TLS setting that only b has. This causes a 421 since 2.4.64. */
export const OTHER_CIPHERS = 'SSLCipherSuite ECDHE-ECDSA-AES128-GCM-SHA256';

/** A client certificate for one location, which HTTP/2 cannot request on an open connection. */
export const certificateInLocation: Configuration = (setup) =>
  apache(`SSLCACertificateFile ${setup.ca}
  <Location />
    SSLVerifyClient require
  </Location>`)(setup);
