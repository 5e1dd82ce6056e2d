import type { RedundancyCause } from '../../analysis/analysis.ts';
import type { ConnectionEnd } from '../../analysis/redundancy/connection-end.ts';
import type { Reference } from '../finding.ts';
import { areMany, hostsOf, otherHost, whichHosts } from './hosts.ts';
import { type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE, FETCH_CONNECTIONS, ORIGIN_FRAME } from './standards.ts';
import type { Subject } from './subject.ts';

interface CauseText {
  /** Continues "A separate connection was opened because": the one obstacle. */
  readonly because: string;
  readonly explanation: string;
  readonly remedy: string | null;
  readonly references: readonly Reference[];
}

/** `host` is what the connection was opened for, `other` what the open one was opened for. */
const CAUSES: Readonly<Record<RedundancyCause, (host: string, other: string) => CauseText>> = {
  CERT: (host, other) => ({
    because: `the certificate of ${other} does not name it`,
    explanation:
      'Both have the same address; only the certificate keeps browsers from sharing the connection.',
    remedy: `Add ${host} to the certificate of ${other}, if one server answers for both. If not, leave it as it is: browsers that share would get a 421.`,
    references: [CONNECTION_REUSE],
  }),
  IP: (host, other) => ({
    because: `it was reached at a different address than ${other}`,
    explanation:
      'The certificate of the open connection names the host, but browsers also compare addresses.',
    remedy: `Make ${host} and ${other} resolve to the same addresses, or send an ORIGIN frame (Firefox over HTTP/2 and Chromium over HTTP/3 use it).`,
    references: [CONNECTION_REUSE, ORIGIN_FRAME],
  }),
  CRED: () => ({
    because: 'only one of the two carries credentials',
    explanation: 'Browsers keep requests without credentials on separate connections.',
    remedy: 'If it costs too much, request the resource with the same credentials mode as the rest.',
    references: [FETCH_CONNECTIONS],
  }),
  PARTITION: () => ({
    because: 'the open one belongs to a different network partition',
    explanation:
      'Browsers keep the connections of different top-level sites apart, so that they cannot be used for tracking.',
    remedy: null,
    references: [FETCH_CONNECTIONS],
  }),
  PROXY: () => ({
    because: 'the requests go through a proxy',
    explanation: 'A tunnel through a proxy leads to one host; browsers do not share it with others.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
  'CLIENT-CERT': () => ({
    because: 'one of the two uses a client certificate',
    explanation:
      'A connection with a client certificate carries only requests for the host that asked for the certificate.',
    remedy: 'Ask for the client certificate on a separate host or port.',
    references: [CONNECTION_REUSE],
  }),
  PROTOCOL: (host) => ({
    because: 'the two use different protocols',
    explanation:
      'A connection over HTTP/1.1 carries one origin, and HTTP/2 and HTTP/3 do not share with each other.',
    remedy: `Offer the same protocol for ${host} as for the rest. While a browser changes to HTTP/3 (Alt-Svc), this ends by itself.`,
    references: [CONNECTION_REUSE],
  }),
  CLOSED: () => CLOSED.unknown,
  RACE: () => ({
    because: 'the matching one was still being set up',
    explanation: 'Before the handshake, the browser cannot know that a connection will carry both.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
  'AFTER-421': () => ({
    because: 'the open one answered 421',
    explanation: 'The request was re-sent on a separate connection.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
};

const MATCHED = 'Nothing else that this capture shows kept the two apart.';

/** By how the matching connection ended. Only what the server did is the server's to change. */
const CLOSED: Readonly<Record<ConnectionEnd, CauseText>> = {
  goaway: {
    because: 'the server had ended the matching one (GOAWAY)',
    explanation: `${MATCHED} The server announced that it takes no more requests on that connection.`,
    remedy: 'If this happens often, let the server keep connections for more requests, or for a longer time.',
    references: [CONNECTION_REUSE],
  },
  server: {
    because: 'the server had closed the matching one',
    explanation: `${MATCHED} The browser's log says that the server closed that connection.`,
    remedy: 'If this happens often, keep idle connections open a little longer on the server.',
    references: [CONNECTION_REUSE],
  },
  idle: {
    because: 'the browser had closed the matching one, which was idle',
    explanation: `${MATCHED} Browsers close connections that carry nothing for some time.`,
    remedy: null,
    references: [CONNECTION_REUSE],
  },
  'low-memory': {
    because: 'the browser had closed the matching one to free memory',
    explanation: `${MATCHED} The browser's log says that memory was low.`,
    remedy: null,
    references: [CONNECTION_REUSE],
  },
  'network-change': {
    because: 'the network had changed since the matching one was opened',
    explanation: `${MATCHED} After a change of the network, browsers do not use older connections for new requests.`,
    remedy: null,
    references: [CONNECTION_REUSE],
  },
  error: {
    because: 'the matching one had ended with an error',
    explanation: `${MATCHED} The details of that connection name the error.`,
    remedy: null,
    references: [CONNECTION_REUSE],
  },
  unknown: {
    because: 'the matching one had been closed',
    explanation: `${MATCHED} This capture does not show whether the server or the browser closed that connection.`,
    remedy: null,
    references: [CONNECTION_REUSE],
  },
};

export const REDUNDANT_CONNECTION: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => {
    const opened = areMany(subject)
      ? `Separate connections for ${hostsOf(subject)} were opened`
      : `A separate connection for ${hostsOf(subject)} was opened`;
    const { because, ...words } = obstacle(subject);
    return { title: `${opened} ${because}${whichHosts(subject)}.`, ...words };
  },
};

function obstacle(subject: Subject): CauseText {
  const { cause, end } = subject;
  if (cause === null) return UNKNOWN;
  const [host, unnamed] = areMany(subject)
    ? ['the host', 'the host whose connection was open']
    : [hostsOf(subject), 'the other host'];
  const known = end !== null ? CLOSED[end] : CAUSES[cause](host, otherHost(subject, unnamed));
  return { ...known, because: `because ${known.because}` };
}

const UNKNOWN: CauseText = {
  because: 'although another one was open',
  explanation: 'Why the browser did not use the open one is unknown.',
  remedy: null,
  references: [CONNECTION_REUSE],
};
