import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

export const JAVA: readonly Remedy[] = [
  {
    products: ['tomcat'],
    when: () => true,
    cause: ({ host, other }) =>
      `${other} and ${host} pick different SSLHostConfig elements, and with strictSni Tomcat refuses: it resets the stream over HTTP/2 and answers 400 over HTTP/1.1.`,
    fixes: (failure) => [
      {
        title: `Serve ${failure.other} and ${failure.host} by one SSLHostConfig, or switch the comparison off on the Connector.`,
        snippet: 'strictSni="false"',
      },
      OWN_CERTIFICATES(failure),
    ],
    log: null,
    reference: {
      title: 'Apache Tomcat: the HTTP connector, strictSni',
      url: 'https://tomcat.apache.org/tomcat-10.1-doc/config/http.html',
    },
  },
  {
    products: ['jetty'],
    when: () => true,
    cause: ({ host }) =>
      `Jetty compares ${host} with the certificate of the connection (SecureRequestCustomizer, sniHostCheck) and answers 400.`,
    fixes: ({ host }) => [
      {
        title: `Use a certificate that names ${host}; or switch the comparison off.`,
        snippet: 'jetty.ssl.sniHostCheck=false',
      },
    ],
    log: null,
    reference: {
      title: 'Jetty: SSL and TLS configuration',
      url: 'https://jetty.org/docs/jetty/12/operations-guide/protocols/index.html',
    },
  },
  {
    products: ['keycloak'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other }) =>
      `TLS is passed through to several applications with one certificate: the connection to ${other} carried a request for ${host}, which lives elsewhere.`,
    fixes: (failure) => [OWN_CERTIFICATES(failure)],
    log: null,
    reference: {
      title: 'keycloak/keycloak#50602',
      url: 'https://github.com/keycloak/keycloak/issues/50602',
    },
  },
];
