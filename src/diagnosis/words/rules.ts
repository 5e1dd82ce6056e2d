import {
  AGE,
  ALT_SVC_421,
  MISDIRECTED_REQUEST,
  ORIGIN_AUTHORITY,
  ORIGIN_OVER_HTTP3,
  ORIGIN_SET,
  STATUS_CACHING,
  STORING,
} from '../references.ts';
import { count, type Subject, were } from '../subject.ts';
import type { Words } from './words.ts';

/** Findings about a rule that a server, a proxy or a browser did not keep. */

export function fromCache({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} got a 421 out of a cache.`,
    explanation:
      'A 421 is about one connection, so a stored one is wrong for every other: the cache may keep answering it when the server would answer well. It may be stored only because it carries an explicit lifetime (Cache-Control or Expires).',
    remedy: `Send 421 with Cache-Control: no-store, and take those of ${host} out of the cache.`,
    references: [STATUS_CACHING, AGE, MISDIRECTED_REQUEST],
  };
}

export function cacheable({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} got a 421 that caches may store.`,
    explanation:
      'A 421 is not stored by itself; this one says that it may be (Cache-Control or Expires). A cache that does answers 421 to requests that came on the right connection.',
    remedy: 'Send 421 with Cache-Control: no-store, whatever lifetime other answers get.',
    references: [STORING, STATUS_CACHING],
  };
}

export function byProxy({ host, requests }: Subject): Words {
  return {
    title: `A proxy answered 421 to ${count(requests, 'request')} for ${host}, by itself.`,
    explanation:
      'A proxy that the browser was told to use must not make a 421 of its own: only a server that answers for the host may, or a gateway in its place. What browsers do after a 421, a new connection to the server, cannot help here.',
    remedy: `Look at the proxy's rules for ${host}: 403 is the status for what it refuses, 502 for what it cannot reach.`,
    references: [MISDIRECTED_REQUEST],
  };
}

export function altSvc({ host }: Subject): Words {
  return {
    title: `A 421 from ${host} advertises an alternative service (Alt-Svc).`,
    explanation:
      'Clients must ignore Alt-Svc on a 421. A server that sends it there has the header on every answer; Chromium 156 was seen to follow it.',
    remedy: 'Leave Alt-Svc out of 421 answers.',
    references: [ALT_SVC_421],
  };
}

export function byAlternative({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} got 421 from its alternative service (HTTP/3, by Alt-Svc).`,
    explanation: `${host} offers HTTP/3 in its answers, and the server that speaks it does not answer for ${host} on that connection. The browser falls back to ${host} itself, whose answer offers HTTP/3 again: so each time it is misdirected anew.`,
    remedy: `Make the HTTP/3 server answer for ${host}, or take Alt-Svc out of the answers of ${host}.`,
    references: [ALT_SVC_421, MISDIRECTED_REQUEST],
  };
}

export function alternativeKept({ host, requests }: Subject): Words {
  return {
    title: `${count(requests, 'request')} for ${host} went to an alternative service (HTTP/3) that a 421 had ruled out.`,
    explanation:
      'A client must forget the alternative service that answered 421, and ignore one that is offered on a 421. This browser used it with no other answer that offers it in between.',
    remedy: `It is the browser's fault; ${host} avoids it with no Alt-Svc on a 421, and an HTTP/3 server that answers for it.`,
    references: [ALT_SVC_421],
  };
}

export function originFrameMismatch({ host, openedFor, requests }: Subject): Words {
  const on = openedFor === null ? 'a connection' : `the connection opened for ${openedFor}`;
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} answered on ${on}, whose ORIGIN frame does not list it.`,
    explanation:
      'The server said which origins that connection is for, and this one is not among them. The browser should have used another connection; that the server answers shows that its list is too short.',
    remedy: `List https://${host} in the ORIGIN frame, if requests for it are welcome there.`,
    references: [ORIGIN_AUTHORITY, ORIGIN_OVER_HTTP3],
  };
}

export function originFrameContradicted({ host, openedFor, requests }: Subject): Words {
  const on = openedFor === null ? 'the connection' : `the connection opened for ${openedFor}`;
  return {
    title: `${count(requests, 'request')} for ${host} got 421 on ${on}, whose ORIGIN frame lists it.`,
    explanation:
      'The server contradicts itself: its ORIGIN frame invites requests for this origin, even without asking DNS, and what answers them says that it is not for it. Firefox 153 was seen to open hundreds of connections, for ten seconds, before it re-sent such a request.',
    remedy: `Take https://${host} out of the ORIGIN frame, or make the server answer for it there.`,
    references: [ORIGIN_SET, MISDIRECTED_REQUEST],
  };
}

export function originKept({ host, openedFor, requests }: Subject): Words {
  const on = openedFor === null ? 'the connection' : `the connection opened for ${openedFor}`;
  return {
    title: `${count(requests, 'request')} for ${host} went out on ${on} again after a 421 there.`,
    explanation:
      'A 421 takes the origin out of what the connection may be used for, once an ORIGIN frame came. This browser used it again.',
    remedy: `It is the browser's fault; ${host} avoids it by not being listed in that ORIGIN frame.`,
    references: [ORIGIN_SET],
  };
}
