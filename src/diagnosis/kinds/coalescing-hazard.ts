import type { OwnService } from '../../analysis/analysis.ts';
import type { Protocol } from '../../model/capture.ts';
import { type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE } from './standards.ts';
import { hostAndPort, type Subject } from './subject.ts';

/** At most this many hosts are listed; a wildcard certificate can stand for hundreds. */
const MOST_LISTED = 6;

export const COALESCING_HAZARD: KindKnowledge = { ...ONLY_WORDS, failure: 'possible', words };

function words({ services }: Subject): FindingText {
  const listed = services.slice(0, MOST_LISTED).map(serviceWords);
  const more = services.length - listed.length;
  const names = services.slice(0, 2).map(({ origin }) => hostAndPort(origin));
  const others = services.length - names.length;
  const hosts = others === 0 ? names.join(' and ') : `${names.join(', ')} and ${others} more`;
  return {
    title: `${hosts} share a certificate and an address, but are served differently.`,
    explanation: `${listed.join('; ')}${more > 0 ? `; and ${more} more` : ''}. They were not sent on one connection this time, but a browser may do so: then one server gets requests for the other. If the server routes by the requested host, it still answers correctly. If it answers 421, that costs a round trip. If it routes by the connection (its SNI), it gives the wrong page.`,
    remedy:
      'Check with coalescope probe. If the responses differ, route by the requested host, answer 421 for hosts that are not served there, or give each host a certificate or an address of its own.',
    references: [CONNECTION_REUSE],
  };
}

const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  'http/1.1': 'HTTP/1.1 only',
  h2: 'HTTP/2',
  h3: 'HTTP/3',
};

function serviceWords({ origin, server, protocol, clientCertificate }: OwnService): string {
  const how = [
    ...(server === '' ? [] : [`"server: ${server}"`]),
    ...(protocol === null ? [] : [PROTOCOLS[protocol]]),
    ...(clientCertificate ? ['with a client certificate'] : []),
  ];
  return `${hostAndPort(origin)}: ${how.join(', ')}`;
}
