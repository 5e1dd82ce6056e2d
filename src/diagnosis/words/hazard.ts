import type { OwnService } from '../../analysis/analysis.ts';
import type { Protocol } from '../../model/capture.ts';
import { CONNECTION_REUSE } from '../references.ts';
import { hostAndPort, type Subject } from '../subject.ts';
import type { Words } from './words.ts';

/** So many hosts are told with how they are served; a wildcard certificate can stand for hundreds. */
const MOST_LISTED = 6;

export function hazard({ services }: Subject): Words {
  const told = services.slice(0, MOST_LISTED).map(serviceWords);
  const more = services.length - told.length;
  const names = services.slice(0, 2).map(({ origin }) => hostAndPort(origin));
  const others = services.length - names.length;
  const subject = others === 0 ? names.join(' and ') : `${names.join(', ')} and ${others} more`;
  return {
    title: `${subject} share a certificate and an address, but are served differently.`,
    explanation: `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}. They were not sent on one connection this time, but a browser may do so: then one server gets requests for the other. A server that routes by the request's host answers well all the same, and one that answers 421 costs a round trip; one that routes by the connection (its SNI) gives the wrong page.`,
    remedy:
      "Check with coalescope probe. Where the answers differ, route by the request's host, or answer 421 for hosts that are not served there, or give each host a certificate or an address of its own.",
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
