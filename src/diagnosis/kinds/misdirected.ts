import { ABOUT_THE_421, type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE, FETCH_RETRY, IDEMPOTENT_METHODS, MISDIRECTED_REQUEST } from './standards.ts';
import { count, hostsOf, type ManySubject, type Subject, were, whichHosts } from './subject.ts';

/** A 421 that a change at the server ends. */
const MISDIRECTED = { ...ABOUT_THE_421, failure: 'misdirected' } as const;

export const RECOVERED: KindKnowledge = {
  ...MISDIRECTED,
  words: (subject) =>
    subject.ownConnections ? recoveredOnOwnConnection(subject) : recoveredWhenShared(subject),
  wordsForMany: (subject) => (subject.ownConnections ? null : manyRecovered(subject)),
};

function manyRecovered(subject: ManySubject): FindingText {
  const { requests, inferred } = subject;
  return {
    title: `${count(requests, 'request')} for ${hostsOf(subject)} ${were(requests)} ${inferred ? 'probably sent' : 'sent'} on connections opened for other hosts, got 421, and ${were(requests)} re-sent${whichHosts(subject)}.`,
    explanation: `A browser shares a connection if the address is the same and the certificate names both hosts. ${inferred ? 'No source shows the 421s themselves; if they came, the servers' : 'The servers'} behind these connections do not answer for the hosts that were requested there. Nothing broke, but each re-send cost a round trip and a connection.`,
    remedy:
      'Give each host the same TLS settings as the one whose connection it shares, so that the server accepts both on one connection. Or give it a certificate or an address of its own, so that browsers do not share.',
    references: [MISDIRECTED_REQUEST, CONNECTION_REUSE, FETCH_RETRY],
  };
}

function recoveredWhenShared({ host, openedFor, requests, inferred }: Subject): FindingText {
  const on =
    openedFor === null ? 'a connection opened for another host' : `the connection opened for ${openedFor}`;
  const sent = inferred ? 'probably sent' : 'sent';
  const other = openedFor ?? 'the other host';
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} ${sent} on ${on}, got 421, and ${were(requests)} re-sent.`,
    explanation: `A browser shares a connection if the address is the same and the certificate names both hosts. ${inferred ? 'No source shows the 421 itself; if it came, the server' : 'The server'} behind this connection does not answer for ${host}. Nothing broke, but each re-send cost a round trip and a connection.`,
    remedy: `Give ${host} the same TLS settings as ${other}, so that the server accepts both on one connection. Or give it a certificate or an address of its own, so that browsers do not share.`,
    references: [MISDIRECTED_REQUEST, CONNECTION_REUSE, FETCH_RETRY],
  };
}

/** Such as Caddy 2.6, which refuses every request over HTTP/3 and answers the re-sent one over HTTP/2. */
function recoveredOnOwnConnection({ host, requests, varies }: Subject): FindingText {
  if (varies) {
    return {
      title: `${count(requests, 'request')} for ${host} got 421 on a connection opened for ${host}, which also carried other responses for it.`,
      explanation: `Sharing a connection is not the cause: what answers for ${host} behind that connection varies. Nothing broke, but each re-send cost a round trip.`,
      remedy: checkUpstream(host),
      references: [MISDIRECTED_REQUEST, FETCH_RETRY],
    };
  }
  return {
    title: `${count(requests, 'request')} for ${host} got 421 on a connection opened for ${host}, and ${were(requests)} re-sent on another one.`,
    explanation: `Sharing a connection is not the cause: the server refuses ${host} on one of its own connections (over one protocol, for example) and answers on another. Nothing broke, but each re-send cost a round trip.`,
    remedy: `Check which server answers for ${host} over the protocol of the connection that got the 421.`,
    references: [MISDIRECTED_REQUEST, FETCH_RETRY],
  };
}

function checkUpstream(host: string): string {
  return `Check how what stands in front of the server for ${host} chooses its own connections to it.`;
}

export const PERSISTENT: KindKnowledge = {
  ...MISDIRECTED,
  always: true,
  words: ({ host, requests }) => ({
    title: `${host} answers 421 even on its own connection (${count(requests, 'request')}).`,
    explanation: persistentWhy('this host name'),
    remedy: persistentRemedy(host),
    references: [MISDIRECTED_REQUEST],
  }),
  wordsForMany: (subject) => ({
    title: `${hostsOf(subject)} answer 421 even on their own connections (${count(subject.requests, 'request')})${whichHosts(subject)}.`,
    explanation: persistentWhy('these host names'),
    remedy: persistentRemedy('each of them'),
    references: [MISDIRECTED_REQUEST],
  }),
};

function persistentWhy(names: string): string {
  return `The browser re-sent after the first 421 and got 421 again, so sharing a connection is not the cause. The server, or a proxy in front of it, does not accept ${names} at all, or does not receive the name (SNI).`;
}

function persistentRemedy(host: string): string {
  return `Check the server for ${host}: whether the name is configured there, and whether the proxy in front of it forwards the name in the TLS handshake (SNI) and in Host.`;
}

export const SAME_CONNECTION: KindKnowledge = {
  ...MISDIRECTED,
  always: true,
  words: ({ host, requests, varies }) => ({
    title: `${count(requests, 'request')} for ${host} ${were(requests)} re-sent on the connection that had answered 421.`,
    explanation: `The 421 came on the host's own connection. RFC 9110 describes a retry on a different connection; Chromium re-sends on the same one here${varies ? '. That helps where what answers behind the connection varies, as it does here' : ', so the second attempt cannot help'}.`,
    remedy: varies
      ? checkUpstream(host)
      : `Make the server accept ${host} on connections opened for ${host}. No client can work around this.`,
    references: [MISDIRECTED_REQUEST],
  }),
};

export const NOT_RESENT: KindKnowledge = {
  ...MISDIRECTED,
  words: ({ host, requests }) => ({
    title: `${count(requests, 'request')} for ${host} got 421 and ${were(requests)} not re-sent.`,
    explanation:
      'A browser re-sends only what it can send twice: a body that is a stream is gone after the first attempt. The page got the 421.',
    remedy:
      'Send a body that can be read again (a string, a Blob or a buffer), or let the page send the request again.',
    references: [FETCH_RETRY, MISDIRECTED_REQUEST],
  }),
};

export const SEEN: KindKnowledge = {
  ...MISDIRECTED,
  words: ({ host, requests, browser }) => ({
    title: `${count(requests, 'request')} for ${host} ${were(requests)} answered 421.`,
    ...seenWords(host, browser),
  }),
  wordsForMany: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} ${were(subject.requests)} answered 421${whichHosts(subject)}.`,
    ...seenWords('each of them', subject.browser),
  }),
};

function seenWords(host: string, browser: Subject['browser']): Omit<FindingText, 'title'> {
  return {
    explanation:
      browser === 'safari'
        ? 'The page got the 421. Safari need not send a request again after a 421 (RFC 9110 allows that, and does not require it), so its users see what Chrome and Firefox hide.'
        : 'This is what the page or the program got. This capture does not show whether the request was sent more than once: Chrome and Firefox re-send once and show the second 421, most other programs show the first.',
    remedy: `Check whether a new connection opened for ${host} gets a 421 as well. If so, the server or a proxy in front of it does not accept that name; if not, the connection was shared with another host.`,
    references: [MISDIRECTED_REQUEST, FETCH_RETRY],
  };
}

export const NON_IDEMPOTENT_RESENT: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host, requests, inferred }) => ({
    title: `${count(requests, 'request')} for ${host} with a method that is not idempotent ${sentTwice(requests, inferred)}.`,
    ...SENT_TWICE,
  }),
  wordsForMany: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} with a method that is not idempotent ${sentTwice(subject.requests, subject.inferred)}${whichHosts(subject)}.`,
    ...SENT_TWICE,
  }),
};

function sentTwice(requests: number, inferred: boolean): string {
  return `${were(requests)} ${inferred ? 'probably sent twice' : 'sent twice'}`;
}

const SENT_TWICE: Omit<FindingText, 'title'> = {
  explanation:
    'After a 421 this is allowed for every method, because a 421 says that the server did nothing. It is safe only if the server that answered 421 really did nothing with the first request.',
  remedy: 'Make sure that the server answers 421 before it acts on the request.',
  references: [IDEMPOTENT_METHODS, MISDIRECTED_REQUEST],
};

export const RESENT_BY_PAGE: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host }) => ({
    title: `The page itself requested ${host} again after a 421.`,
    explanation: 'The browser had given up after its own re-send; the page then sent the same request again.',
    remedy: null,
    references: [FETCH_RETRY],
  }),
};
