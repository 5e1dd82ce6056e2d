import { bothHosts } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { ProductKnowledge } from './product.ts';

export const TOMCAT: ProductKnowledge = {
  name: 'Tomcat',
  /** Recorded from 10.1 over HTTP/1.1. Over HTTP/2 it resets the stream, which does not identify the server. */
  signature: {
    server: /^apache-coyote\//i,
    pages: [{ statuses: [400, 404, 421], body: /<h3>Apache Tomcat\/[\d.]+/, confidence: 0.97 }],
  },
  causes: [
    {
      applies: () => true,
      text: ({ host, other }) =>
        `Different SSLHostConfig elements apply to ${other} and ${host}, and with strictSni Tomcat refuses the request: it resets the stream over HTTP/2 and answers 400 over HTTP/1.1.`,
      fixes: (failure) => [
        {
          title: `Use one SSLHostConfig for ${bothHosts(failure)}, or turn the comparison off on the Connector, but not if client certificates protect a host: clients could then bypass it.`,
          snippet: 'strictSni="false"',
        },
        separateCertificates(failure),
      ],
      log: null,
      reference: {
        title: 'Apache Tomcat: the HTTP connector, strictSni',
        url: 'https://tomcat.apache.org/tomcat-10.1-doc/config/http.html',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
