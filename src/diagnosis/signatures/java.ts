import type { Signature } from './signature.ts';

/** Recorded from 10.1 over HTTP/1.1; over HTTP/2 it resets the stream, which says nothing of who did. */
export const TOMCAT: Signature = {
  product: 'tomcat',
  server: /^apache-coyote\//i,
  pages: [{ statuses: [400, 404, 421], body: /<h3>Apache Tomcat\/[\d.]+/, confidence: 0.97 }],
};

/** Not recorded here: the message of Jetty's SecureRequestCustomizer. */
export const JETTY: Signature = {
  product: 'jetty',
  server: /^jetty(\(|$)/i,
  pages: [
    { statuses: [400, 421], body: /Invalid SNI/, confidence: 0.9 },
    { statuses: [400, 421], body: /Powered by Jetty/i, confidence: 0.9 },
  ],
};

/** Not recorded here: keycloak/keycloak#50602 adds the answer; only a page that bears the name shows it. */
export const KEYCLOAK: Signature = {
  product: 'keycloak',
  pages: [{ statuses: [421], body: /<title>[^<]*\bKeycloak\b|\bio\.quarkus\b/i, confidence: 0.7 }],
};
