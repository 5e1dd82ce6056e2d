import { isMisdirected } from '../causes/cause.ts';
import type { ProductKnowledge } from './product.ts';

export const HOST_ALLOW_LIST: ProductKnowledge = {
  name: 'an application with a list of allowed hosts',
  /**
   * Guards against DNS rebinding in development servers, dashboards and MCP servers: a short response that names the
   * Host header. The wording differs between them, so the confidence is lower than for a server's page.
   */
  signature: {
    pages: [
      {
        statuses: [421],
        body: /^.{0,40}\b(invalid|bad|unknown|unrecogni[sz]ed|disallowed|unexpected|untrusted)\s+host\b.{0,200}$/is,
        confidence: 0.8,
      },
      {
        statuses: [421],
        body: /^.{0,40}\bhost\b.{0,40}\b(not allowed|not permitted|not approved|not trusted|not recogni[sz]ed|is forbidden)\b.{0,200}$/is,
        confidence: 0.8,
      },
    ],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host }) =>
        `The application has a list of allowed hosts, as a guard against DNS rebinding, and ${host} is not on it.`,
      fixes: ({ host, config }) => [
        { title: `Add ${host} to the application's allowed hosts.`, snippet: config.host },
      ],
      log: null,
      reference: {
        title: 'RFC 9110 section 7.4: Rejecting Misdirected Requests',
        url: 'https://www.rfc-editor.org/rfc/rfc9110#section-7.4',
      },
    },
  ],
  sniFix: null,
  guide: null,
};
