import { anyHost, inBrackets, isMisdirected } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import type { Reference } from '../finding.ts';
import type { LogSource } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

const STRICT_SNI: Reference = {
  title: 'Caddy: strict_sni_host',
  url: 'https://caddyserver.com/docs/caddyfile/options#strict-sni-host',
};
const HTTP3_FAULT: Reference = {
  title: 'caddyserver/caddy#5078: 421 for every request over HTTP/3',
  url: 'https://github.com/caddyserver/caddy/issues/5078',
};
const JOURNAL: LogSource = { kind: 'journal', unit: 'caddy' };

export const CADDY: ProductKnowledge = {
  name: 'Caddy',
  /** Recorded from 2.6.2: it holds nothing but the name. A response that it passes on has another `server` as well. */
  signature: {
    server: /^caddy$/i,
    pages: [
      {
        statuses: [421],
        body: 'empty',
        fields: [{ name: 'server', value: /^caddy$/i }],
        without: ['content-type'],
        confidence: 0.95,
      },
      {
        statuses: [421],
        fields: [{ name: 'server', value: /^caddy$/i }],
        without: ['content-type'],
        confidence: 0.85,
      },
    ],
  },
  causes: [
    {
      applies: (failure) => isMisdirected(failure) && failure.always && failure.protocol === 'h3',
      text: () =>
        'Over HTTP/3, Caddy 2.6 with strict_sni_host (or client_auth) compares the host with a name that it does not have, and refuses every request.',
      fixes: () => [
        { title: 'Upgrade Caddy.', snippet: null },
        {
          title: 'Until then, turn HTTP/3 off (global options).',
          snippet: `{
	servers {
		protocols h1 h2
	}
}`,
        },
      ],
      log: null,
      reference: HTTP3_FAULT,
    },
    {
      applies: (failure) => isMisdirected(failure) && failure.secure,
      text: ({ other, always, config }) => {
        const why = always
          ? 'What stands in front of Caddy may send another name, or none.'
          : `This connection was opened for ${other}.`;
        return `Caddy compares the host of each request${inBrackets(config.hosts)} with the name in the TLS handshake (SNI), because strict_sni_host is on or client_auth on that listener turns it on. ${why}`;
      },
      fixes: (failure) => [
        ...(failure.always ? failure.front.sniFixes : [separateCertificates(failure)]),
        {
          title: `Turn the comparison off (global options), but not if client_auth protects ${anyHost(failure)}: clients could then bypass it.`,
          snippet: `{
	servers {
		strict_sni_host insecure_off
	}
}`,
        },
      ],
      log: '"strict host matching: TLS ServerName ... and HTTP Host ... values differ" in the log of http.log.error, at level debug.',
      reference: STRICT_SNI,
    },
  ],
  sniFix: {
    title:
      'Make Caddy send the host name in the TLS handshake, on a connection for each request (inside reverse_proxy).',
    snippet: `transport http {
	tls_server_name {http.request.host}
	keepalive off
	versions 1.1
}`,
  },
  poolFix: {
    title: 'Make Caddy open a connection to it for each request (in the transport of that reverse_proxy).',
    snippet: 'keepalive off',
  },
  guide: {
    /** Line seen with 2.6.2: logger http.log.error, written at level debug. */
    reason: { source: JOURNAL, words: 'strict host matching', namesHost: true },
    access: { source: JOURNAL, words: '"status":421', namesHost: true },
    version: { inServer: null, command: 'caddy version' },
    changes: [
      {
        from: '2.6',
        until: '2.6',
        fits: ({ protocol }) => protocol === 'h3',
        text: 'Caddy 2.6 (seen with 2.6.1 and 2.6.2) refuses every request over HTTP/3 where strict_sni_host or client_auth is on.',
        reference: HTTP3_FAULT,
      },
    ],
  },
};
