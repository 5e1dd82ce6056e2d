import type { OwnService } from '../../analysis/analysis.ts';
import type { Protocol } from '../../model/capture.ts';
import { hostAndPort } from '../host-names.ts';
import { type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE } from './standards.ts';
import type { Subject } from './subject.ts';

/** At most this many hosts are listed; a wildcard certificate can stand for hundreds. */
const MOST_LISTED = 6;

/** Where there are several certificates, the list of those concerned says which hosts share one. */
export const COALESCING_HAZARD: KindKnowledge = { ...ONLY_WORDS, failure: 'possible', words };

function words({ services }: Subject): FindingText {
  const all = services.flat();
  const listed = all.slice(0, MOST_LISTED).map(serviceWords);
  const more = all.length - listed.length;
  const [what, they] =
    services.length > 1
      ? [`${services.length} certificates, each with its address,`, 'Those of one certificate']
      : ['a certificate and an address,', 'They'];
  return {
    title: `${firstHosts(all)} share ${what} but are served differently.`,
    explanation: `${listed.join('; ')}${more > 0 ? `; and ${more} more` : ''}. ${they} were not sent on one connection this time, but a browser may do so: then one server gets requests for the other. If the server routes by the requested host, it still answers correctly. If it answers 421, that costs a round trip. If it routes by the connection (its SNI), it gives the wrong page.`,
    remedy:
      'Check with coalescope probe. If the responses differ, route by the requested host, answer 421 for hosts that are not served there, or give each host a certificate or an address of its own.',
    references: [CONNECTION_REUSE],
  };
}

function firstHosts(services: readonly OwnService[]): string {
  const names = services.slice(0, 2).map(({ origin }) => hostAndPort(origin));
  const others = services.length - names.length;
  return others === 0 ? names.join(' and ') : `${names.join(', ')} and ${others} more`;
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
