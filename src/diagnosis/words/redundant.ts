import type { RedundancyCause } from '../../analysis/analysis.ts';
import type { Reference } from '../finding.ts';
import { CONNECTION_REUSE, FETCH_CONNECTIONS, ORIGIN_FRAME } from '../references.ts';
import type { Subject } from '../subject.ts';
import type { Words } from './words.ts';

interface CauseWords {
  /** After "was opened, because": the one thing that stood in the way. */
  readonly because: string;
  readonly explanation: string;
  readonly remedy: string | null;
  readonly references: readonly Reference[];
}

/** By cause, with `host` as what the connection was opened for and `other` as what the open one was opened for. */
const CAUSES: Readonly<Record<RedundancyCause, (host: string, other: string) => CauseWords>> = {
  CERT: (host, other) => ({
    because: `the certificate of ${other} does not name it`,
    explanation:
      'Both are at the same address; only the certificate keeps browsers from sharing the connection.',
    remedy: `Add ${host} to the certificate of ${other}, if one server answers for both. If it does not, leave it: browsers that share would get a 421.`,
    references: [CONNECTION_REUSE],
  }),
  IP: (host, other) => ({
    because: `it resolves to another address than ${other}`,
    explanation: 'The certificate of the open connection names the host, but browsers compare addresses too.',
    remedy: `Let ${host} and ${other} resolve to the same addresses, or send an ORIGIN frame (Firefox over HTTP/2 and Chromium over HTTP/3 heed it).`,
    references: [CONNECTION_REUSE, ORIGIN_FRAME],
  }),
  CRED: () => ({
    because: 'one carries credentials and the other does not',
    explanation: 'Browsers keep requests without credentials on connections of their own.',
    remedy: 'Ask for the resource with the same credentials mode as the rest, if it costs too much.',
    references: [FETCH_CONNECTIONS],
  }),
  PARTITION: () => ({
    because: 'the open one belongs to another network partition',
    explanation:
      'Browsers keep connections of different top-level sites apart, so that nobody is followed by them.',
    remedy: null,
    references: [FETCH_CONNECTIONS],
  }),
  PROXY: () => ({
    because: 'a proxy stands between',
    explanation: 'A tunnel through a proxy leads to one host; browsers do not share it with others.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
  'CLIENT-CERT': () => ({
    because: 'one of the two uses a client certificate',
    explanation: 'A connection with a client certificate carries only what the certificate was asked for.',
    remedy: 'Ask for the client certificate on a host (or a port) of its own.',
    references: [CONNECTION_REUSE],
  }),
  PROTOCOL: (host) => ({
    because: 'the two speak different protocols',
    explanation:
      'A connection over HTTP/1.1 carries one origin, and HTTP/2 and HTTP/3 do not share with each other.',
    remedy: `Offer the same protocol for ${host} as for the rest; during a change to HTTP/3 (Alt-Svc) this passes by itself.`,
    references: [CONNECTION_REUSE],
  }),
  CLOSED: () => ({
    because: 'the one that fits was closed by then',
    explanation: 'Address, certificate and credentials fit; the server or the browser had closed it.',
    remedy: 'Keep idle connections open a little longer on the server, if this happens often.',
    references: [CONNECTION_REUSE],
  }),
  RACE: () => ({
    because: 'the one that fits was still being set up',
    explanation: 'The browser cannot know before the handshake that a connection will carry both.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
  'AFTER-421': () => ({
    because: 'the open one answered 421',
    explanation: 'The request was sent again on a connection of its own.',
    remedy: null,
    references: [CONNECTION_REUSE],
  }),
};

/** A connection that an open one nearly spared. */
export function redundant({ host, openedFor, cause }: Subject): Words {
  const words = CAUSES[cause ?? 'CERT'](host, openedFor ?? host);
  return {
    title: `A connection for ${host} was opened although one was there, because ${words.because}.`,
    explanation: words.explanation,
    remedy: words.remedy,
    references: words.references,
  };
}
