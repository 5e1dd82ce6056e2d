import type { ProductKnowledge } from './product.ts';

export const JETTY: ProductKnowledge = {
  name: 'Jetty',
  /** Not recorded here: the messages of Jetty's SecureRequestCustomizer, the second until 9.4. */
  signature: {
    server: /^jetty(\(|$)/i,
    pages: [
      { statuses: [400, 421], body: /Invalid SNI|Host does not match SNI/, confidence: 0.9 },
      { statuses: [400, 421], body: /Powered by Jetty/i, confidence: 0.9 },
    ],
  },
  causes: [
    {
      applies: () => true,
      text: ({ host }) =>
        `Jetty compares ${host} with the certificate of the connection (SecureRequestCustomizer, sniHostCheck) and answers 400.`,
      fixes: ({ hosts }) => [
        {
          title: `Use a certificate that names ${hosts}, or turn the comparison off, but not if client certificates protect a host: clients could then bypass it.`,
          snippet: 'jetty.ssl.sniHostCheck=false',
        },
      ],
      log: null,
      reference: {
        title: 'Jetty: SSL and TLS configuration',
        url: 'https://jetty.org/docs/jetty/12/operations-guide/protocols/index.html',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
