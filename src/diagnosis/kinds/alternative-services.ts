import { ABOUT_THE_421, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { ALT_SVC_421, MISDIRECTED_REQUEST } from './standards.ts';
import { count } from './subject.ts';

export const ALT_SVC_ON_421: KindKnowledge = {
  ...ABOUT_THE_421,
  words: ({ host }) => ({
    title: `A 421 from ${host} advertises an alternative service (Alt-Svc).`,
    explanation:
      'Clients must ignore Alt-Svc on a 421. A server that sends it there usually adds the header to every response. Chromium 156 follows it nevertheless.',
    remedy: 'Do not send Alt-Svc on 421 responses.',
    references: [ALT_SVC_421],
  }),
};

export const BY_ALTERNATIVE: KindKnowledge = {
  ...ABOUT_THE_421,
  words: ({ host, requests }) => ({
    title: `${count(requests, 'request')} for ${host} got 421 from its alternative service (HTTP/3, by Alt-Svc).`,
    explanation: `${host} advertises HTTP/3, but its HTTP/3 server does not answer for ${host} on that connection. The browser falls back to ${host} itself, whose response advertises HTTP/3 again, so the next request is misdirected again.`,
    remedy: `Make the HTTP/3 server answer for ${host}, or remove Alt-Svc from the responses of ${host}.`,
    references: [ALT_SVC_421, MISDIRECTED_REQUEST],
  }),
};

export const ALTERNATIVE_KEPT: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host, requests }) => ({
    title: `${count(requests, 'request')} for ${host} went to an alternative service (HTTP/3) that a 421 had ruled out.`,
    explanation:
      'A client must forget the alternative service that answered 421, and ignore one that is advertised on a 421. This browser used it although no other response had advertised it since.',
    remedy: `This is a fault of the browser. ${host} can avoid it: send no Alt-Svc on a 421, and make the HTTP/3 server answer for ${host}.`,
    references: [ALT_SVC_421],
  }),
};
