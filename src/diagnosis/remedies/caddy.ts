import type { Reference } from '../finding.ts';
import { OWN_CERTIFICATES, type Remedy } from './remedy.ts';

const STRICT_SNI: Reference = {
  title: 'Caddy: strict_sni_host',
  url: 'https://caddyserver.com/docs/caddyfile/options#strict-sni-host',
};
const HTTP3_FAULT: Reference = {
  title: 'caddyserver/caddy#5078: 421 for every request over HTTP/3',
  url: 'https://github.com/caddyserver/caddy/issues/5078',
};

export const CADDY: readonly Remedy[] = [
  {
    products: ['caddy'],
    when: ({ how, always, protocol }) => how === 'misdirected' && always && protocol === 'h3',
    cause: () =>
      'Over HTTP/3, Caddy 2.6 with strict_sni_host (or client_auth) compares with a name that it does not have, and refuses every request.',
    fixes: () => [
      { title: 'Upgrade Caddy.', snippet: null },
      {
        title: 'Until then, offer no HTTP/3 (global options).',
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
    products: ['caddy'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other, always }) => {
      const compared = always
        ? 'what stands before it does not pass that name on in the TLS handshake (SNI)'
        : `this one was opened for ${other}`;
      return `Caddy compares the host of each request (${host}) with the name the connection was opened for, and ${compared}: strict_sni_host is on, or a client_auth on that listener turns it on.`;
    },
    fixes: (failure) => [
      ...(failure.always ? [] : [OWN_CERTIFICATES(failure)]),
      {
        title: `Switch the comparison off (global options). Not where client_auth guards ${failure.host}: it could then be passed by.`,
        snippet: `{
	servers {
		strict_sni_host insecure_off
	}
}`,
      },
    ],
    log: '"strict host matching: TLS ServerName … and HTTP Host … values differ" in the log of http.log.error, at level debug.',
    reference: STRICT_SNI,
  },
];
