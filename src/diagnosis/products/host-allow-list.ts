import { isMisdirected, supports } from '../causes/cause.ts';
import type { Fix } from '../finding.ts';
import { hostList } from '../host-names.ts';
import type { ProductKnowledge } from './product.ts';

/** Where servers of the Model Context Protocol listen by convention. */
function isMcp(path: string | null): boolean {
  return path !== null && /^\/(mcp|sse|messages)(\/|$)/i.test(path);
}

/** The setting of the MCP SDK for Python, and the variable that servers built on it read. */
function mcpFixes(authorities: readonly string[]): Fix[] {
  return [
    {
      title: 'In a server on the MCP SDK for Python:',
      snippet: `TransportSecuritySettings(allowed_hosts=[${authorities.map((one) => `"${one}"`).join(', ')}])`,
    },
    // How it separates several is not known.
    ...(authorities.length > 1
      ? []
      : [
          {
            title: 'In a server that takes the list from its environment:',
            snippet: `MCP_ALLOWED_HOSTS=${authorities[0]}`,
          },
        ]),
  ];
}

export const HOST_ALLOW_LIST: ProductKnowledge = {
  name: 'an application with a list of allowed hosts',
  /**
   * Guards against DNS rebinding in development servers, dashboards and MCP servers: a short response that names the
   * Host header. The wording differs between them, so the confidence is lower than for a server's page.
   */
  signature: {
    pages: [
      {
        statuses: [400, 403, 421],
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
      evidence: ({ path }) => supports(isMcp(path), 'The path is that of an MCP server.'),
      text: ({ host, config, secure }) =>
        `The application has a list of allowed hosts, as a guard against DNS rebinding, and ${config.authorities.length === 1 ? config.authorities[0] : host} is not on it.${secure ? '' : ' The request was sent without TLS, so neither SNI nor a shared connection is the reason.'}`,
      fixes: ({ hosts, config: { authorities }, path }) => [
        {
          title: `Add ${authorities.length === 0 ? hosts : hostList(authorities)} to the application's allowed hosts.`,
          snippet: authorities.length === 0 ? null : authorities.join('\n'),
        },
        ...(authorities.length === 0 || !isMcp(path) ? [] : mcpFixes(authorities)),
      ],
      log: null,
      reference: {
        title: 'RFC 9110 section 7.4: Rejecting Misdirected Requests',
        url: 'https://www.rfc-editor.org/rfc/rfc9110#section-7.4',
      },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: null,
};
