import { CONNECTION_REUSE, FETCH_RETRY, IDEMPOTENT_METHODS, MISDIRECTED_REQUEST } from '../references.ts';
import { count, type Subject, were } from '../subject.ts';
import type { Words } from './words.ts';

export function recovered(subject: Subject): Words {
  const { host, openedFor, requests, inferred, ownConnections } = subject;
  if (ownConnections) return recoveredElsewhere(subject);
  const on =
    openedFor === null ? 'a connection opened for another host' : `the connection opened for ${openedFor}`;
  const sent = inferred ? 'probably went out' : 'went out';
  const other = openedFor ?? 'that other host';
  return {
    title: `${count(requests, 'request')} for ${host} ${sent} on ${on}, got 421, and ${were(requests)} re-sent.`,
    explanation: `The certificate there names ${host} and the address is the same, so the browser shared the connection; the server behind it does not answer for ${host}. The browser re-sent on a new connection: nothing broke, but each time a round trip was lost and a connection was made.`,
    remedy: `Give ${host} the same TLS settings as ${other}, so that the server accepts both on one connection; or give it a certificate or an address of its own, so that browsers do not share.`,
    references: [MISDIRECTED_REQUEST, CONNECTION_REUSE, FETCH_RETRY],
  };
}

/** Such as Caddy 2.6, which refuses every request over HTTP/3 and answers the re-sent one over HTTP/2. */
function recoveredElsewhere({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} got 421 on a connection opened for ${host}, and ${were(requests)} re-sent on another one.`,
    explanation: `Sharing a connection is not the cause: the server refuses ${host} on one of its own connections (over one protocol, say) and answers on another. Nothing broke, but each time a round trip was lost.`,
    remedy: `Look at what answers for ${host} over the protocol of the connection that brought the 421.`,
    references: [MISDIRECTED_REQUEST, FETCH_RETRY],
  };
}

export function persistent({ host, requests }: Subject): Words {
  return {
    title: `${host} answers 421 even on its own connection (${count(requests, 'request')}).`,
    explanation:
      'The browser re-sent after the first 421 and got 421 again, so sharing a connection is not the cause: the server, or a proxy before it, does not accept this host name at all, or is not told it (SNI).',
    remedy: `Look at the server for ${host}: is the name configured there, and does the proxy before it pass the name on in the TLS handshake (SNI) and in Host?`,
    references: [MISDIRECTED_REQUEST],
  };
}

export function sameConnection({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} re-sent on the connection that had answered 421.`,
    explanation:
      "The 421 came on the host's own connection. RFC 9110 speaks of a different connection; Chromium re-sends on the same one here, so the second try cannot help.",
    remedy: `Make the server accept ${host} on connections opened for ${host}; no client can work around this.`,
    references: [MISDIRECTED_REQUEST],
  };
}

export function notResent({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} got 421 and ${were(requests)} not sent again.`,
    explanation:
      'A browser re-sends only what it can send twice: a body that is a stream is gone after the first try. The page got the 421.',
    remedy:
      'Send a body that can be read again (a string, a Blob, a buffer), or let the page try again itself.',
    references: [FETCH_RETRY, MISDIRECTED_REQUEST],
  };
}

export function seen({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} answered 421.`,
    explanation:
      'That is what the page or the program got. Whether the request was sent more than once before that is not known: browsers re-send once and show the second 421, most other programs show the first. This capture does not say.',
    remedy: `See whether a fresh connection opened for ${host} gets a 421, too. If so, the server or a proxy before it does not accept that name; if not, the connection was shared with another host.`,
    references: [MISDIRECTED_REQUEST, FETCH_RETRY],
  };
}

export function nonIdempotent({ host, requests, inferred }: Subject): Words {
  const sent = inferred ? 'probably sent twice' : 'sent twice';
  return {
    title: `${count(requests, 'request')} for ${host} with a method that is not idempotent ${were(requests)} ${sent}.`,
    explanation:
      'After a 421 this is allowed whatever the method, because a 421 says that nothing was done. It is safe only if the server that answered 421 really did nothing with the first one.',
    remedy: 'Make sure that whatever answers 421 does so before it acts on the request.',
    references: [IDEMPOTENT_METHODS, MISDIRECTED_REQUEST],
  };
}

export function byPage({ host }: Subject): Words {
  return {
    title: `The page itself asked ${host} again after a 421.`,
    explanation:
      'The browser had given up after its own re-send; the page then asked for the same thing once more.',
    remedy: null,
    references: [FETCH_RETRY],
  };
}
