import { hostList } from '../host-names.ts';
import {
  areMany,
  count,
  eachHost,
  hostsOf,
  otherHost,
  sharedConnection,
  theseHosts,
  were,
  whichHosts,
} from './hosts.ts';
import { ABOUT_THE_421, type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE, FETCH_RETRY, IDEMPOTENT_METHODS, MISDIRECTED_REQUEST } from './standards.ts';
import type { Subject } from './subject.ts';

/** A 421 that a change at the server ends. */
const MISDIRECTED = { ...ABOUT_THE_421, failure: 'misdirected' } as const;

export const RECOVERED: KindKnowledge = {
  ...MISDIRECTED,
  words: (subject) =>
    subject.ownConnections ? recoveredOnOwnConnection(subject) : recoveredWhenShared(subject),
};

function recoveredWhenShared(subject: Subject): FindingText {
  const { requests, inferred } = subject;
  const on = sharedConnection(
    subject,
    areMany(subject) ? 'connections opened for other hosts' : 'a connection opened for another host',
  );
  const sent = inferred > 0 ? 'probably sent' : 'sent';
  return {
    title: `${count(requests, 'request')} for ${hostsOf(subject)} ${were(requests)} ${sent} on ${on}, got 421, and ${were(requests)} re-sent${whichHosts(subject)}.`,
    explanation: `A browser shares a connection if the address is the same and the certificate names both hosts. ${refusing(subject)} Nothing broke, but each re-send cost a round trip and a connection.`,
    remedy: areMany(subject)
      ? 'Give each host the same TLS settings as the one whose connection it shares, so that the server accepts both on one connection. Or give it a certificate or an address of its own, so that browsers do not share.'
      : `Give ${hostsOf(subject)} the same TLS settings as ${otherHost(subject)}, so that the server accepts both on one connection. Or give it a certificate or an address of its own, so that browsers do not share.`,
    references: [MISDIRECTED_REQUEST, CONNECTION_REUSE, FETCH_RETRY],
  };
}

function refusing(subject: Subject): string {
  const isCertain = subject.inferred === 0;
  if (!areMany(subject)) {
    const server = isCertain ? 'The server' : 'No source shows the 421 itself; if it came, the server';
    return `${server} behind this connection does not answer for ${hostsOf(subject)}.`;
  }
  const server = isCertain ? 'The server' : 'No source shows the 421s themselves; if they came, the server';
  return `${server} behind each of these connections does not answer for the host that was requested there.`;
}

/** Such as Caddy 2.6, which refuses every request over HTTP/3 and answers the re-sent one over HTTP/2. */
function recoveredOnOwnConnection(subject: Subject): FindingText {
  const { requests, varies } = subject;
  const on = areMany(subject)
    ? 'connections opened for the same host'
    : `a connection opened for ${hostsOf(subject)}`;
  const got = `${count(requests, 'request')} for ${hostsOf(subject)} got 421 on ${on}`;
  const references = [MISDIRECTED_REQUEST, FETCH_RETRY];
  if (varies) {
    return {
      title: `${got}, which also carried other responses for ${areMany(subject) ? 'that host' : 'it'}${whichHosts(subject)}.`,
      explanation: `Sharing a connection is not the cause: what answers for ${eachHost(subject)} behind that connection varies. Nothing broke, but each re-send cost a round trip.`,
      remedy: checkUpstream(subject),
      references,
    };
  }
  return {
    title: `${got}, and ${were(requests)} re-sent on another one${whichHosts(subject)}.`,
    explanation: `Sharing a connection is not the cause: the server refuses ${eachHost(subject)} on one of its own connections (over one protocol, for example) and answers on another. Nothing broke, but each re-send cost a round trip.`,
    remedy: `Check which server answers for ${eachHost(subject)} over the protocol of the connection that got the 421.`,
    references,
  };
}

function checkUpstream(subject: Subject): string {
  return `Check how what stands in front of the server for ${eachHost(subject)} chooses its own connections to it.`;
}

export const PERSISTENT: KindKnowledge = {
  ...MISDIRECTED,
  always: true,
  words: (subject) => ({
    title: areMany(subject)
      ? `${hostsOf(subject)} answer 421 even on their own connections (${count(subject.requests, 'request')})${whichHosts(subject)}.`
      : `${hostsOf(subject)} answers 421 even on its own connection (${count(subject.requests, 'request')}).`,
    explanation: `The browser re-sent after the first 421 and got 421 again, so sharing a connection is not the cause. The server, or a proxy in front of it, does not accept ${areMany(subject) ? 'these host names' : 'this host name'} at all, or does not receive the name (SNI).`,
    remedy: `Check the server for ${eachHost(subject)}: whether the name is configured there, and whether the proxy in front of it forwards the name in the TLS handshake (SNI) and in Host.`,
    references: [MISDIRECTED_REQUEST],
  }),
};

export const SAME_CONNECTION: KindKnowledge = {
  ...MISDIRECTED,
  always: true,
  words: (subject) => {
    const { requests, varies, hosts } = subject;
    return {
      title: `${count(requests, 'request')} for ${hostsOf(subject)} ${were(requests)} re-sent on the connection that had answered 421${whichHosts(subject)}.`,
      explanation: `The 421 came on the host's own connection. RFC 9110 describes a retry on a different connection; Chromium re-sends on the same one here${varies ? '. That helps where what answers behind the connection varies, as it does here' : ', so the second attempt cannot help'}.`,
      remedy: varies
        ? checkUpstream(subject)
        : `Make the server accept ${hostList(hosts)} on connections opened for ${areMany(subject) ? 'the same host' : hostList(hosts)}. No client can work around this.`,
      references: [MISDIRECTED_REQUEST],
    };
  },
};

export const NOT_RESENT: KindKnowledge = {
  ...MISDIRECTED,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} got 421 and ${were(subject.requests)} not re-sent${whichHosts(subject)}.`,
    explanation:
      'A browser re-sends only what it can send twice: a body that is a stream is gone after the first attempt. The page got the 421.',
    remedy:
      'Send a body that can be read again (a string, a Blob or a buffer), or let the page send the request again.',
    references: [FETCH_RETRY, MISDIRECTED_REQUEST],
  }),
};

export const SEEN: KindKnowledge = {
  ...MISDIRECTED,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} ${were(subject.requests)} answered 421${whichHosts(subject)}.`,
    explanation:
      subject.browser === 'safari'
        ? 'The page got the 421. Safari need not send a request again after a 421 (RFC 9110 allows that, and does not require it), so its users see what Chrome and Firefox hide.'
        : 'This is what the page or the program got. This capture does not show whether the request was sent more than once: Chrome and Firefox re-send once and show the second 421, most other programs show the first.',
    remedy: `Check whether a new connection opened for ${eachHost(subject)} gets a 421 as well. If so, the server or a proxy in front of it does not accept that name; if not, the connection was shared with another host.`,
    references: [MISDIRECTED_REQUEST, FETCH_RETRY],
  }),
};

export const NON_IDEMPOTENT_RESENT: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} with a method that is not idempotent ${sentTwice(subject)}${whichHosts(subject)}.`,
    explanation:
      'After a 421 this is allowed for every method, because a 421 says that the server did nothing. It is safe only if the server that answered 421 really did nothing with the first request.',
    remedy: 'Make sure that the server answers 421 before it acts on the request.',
    references: [IDEMPOTENT_METHODS, MISDIRECTED_REQUEST],
  }),
};

function sentTwice({ requests, inferred }: Subject): string {
  if (inferred === requests) return `${were(requests)} probably sent twice`;
  return `${were(requests)} sent twice${inferred === 0 ? '' : ` (${inferred} of them probably)`}`;
}

export const RESENT_BY_PAGE: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `The page itself requested ${theseHosts(subject)} again after a 421${whichHosts(subject)}.`,
    explanation: 'The browser had given up after its own re-send; the page then sent the same request again.',
    remedy: null,
    references: [FETCH_RETRY],
  }),
};
