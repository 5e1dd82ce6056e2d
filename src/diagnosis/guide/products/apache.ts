import { accessLog, type ProductGuide } from '../product.ts';

/** Line seen with 2.4.71 (ssl_engine_kernel.c, at level error). Red Hat's packages have httpd for apache2. */
export const APACHE: ProductGuide = {
  product: 'apache',
  reason: {
    source: { kind: 'file', path: '/var/log/apache2/error.log' },
    words: 'AH02032',
    namesHost: true,
  },
  access: accessLog('/var/log/apache2/access.log'),
  version: { told: /^Apache\/(\d+(?:\.\d+)*)/i, command: 'apachectl -v' },
  changes: [
    {
      from: '2.4.64',
      until: null,
      fits: () => true,
      text: 'From 2.4.64 on (CVE-2025-23048) Apache refuses wherever the TLS setups of the two virtual hosts differ, and what comes without the name in the handshake. That is meant so: an update does not end it.',
      reference: {
        title: 'Apache httpd: vulnerabilities fixed in 2.4.64',
        url: 'https://httpd.apache.org/security/vulnerabilities_24.html',
      },
    },
    {
      from: '2.4.66',
      until: null,
      fits: () => true,
      text: 'From 2.4.66 on SSLVHostSNIPolicy says how strict it is.',
      reference: {
        title: 'Apache httpd: SSLVHostSNIPolicy',
        url: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslvhostsnipolicy',
      },
    },
  ],
};
