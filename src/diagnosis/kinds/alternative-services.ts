import { areMany, count, eachHost, hostsOf, theseHosts, whichHosts } from './hosts.ts';
import { ABOUT_THE_421, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { ALT_SVC_421, MISDIRECTED_REQUEST } from './standards.ts';

export const ALT_SVC_ON_421: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: areMany(subject)
      ? `421s from ${hostsOf(subject)} advertise an alternative service (Alt-Svc)${whichHosts(subject)}.`
      : `A 421 from ${hostsOf(subject)} advertises an alternative service (Alt-Svc).`,
    explanation:
      'Clients must ignore Alt-Svc on a 421. A server that sends it there usually adds the header to every response. Chromium 156 follows it nevertheless.',
    remedy: 'Do not send Alt-Svc on 421 responses.',
    references: [ALT_SVC_421],
  }),
};

export const BY_ALTERNATIVE: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => {
    const host = eachHost(subject);
    const [Host, again] = areMany(subject) ? ['Each of these hosts', 'that host'] : [host, host];
    return {
      title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} got 421 from ${areMany(subject) ? 'their' : 'its'} alternative service (HTTP/3, by Alt-Svc)${whichHosts(subject)}.`,
      explanation: `${Host} advertises HTTP/3, but its HTTP/3 server does not answer for ${again} on that connection. The browser falls back to ${again} itself, whose response advertises HTTP/3 again, so the next request is misdirected again.`,
      remedy: `Make the HTTP/3 server answer for ${theseHosts(subject)}, or remove Alt-Svc from the responses of ${theseHosts(subject)}.`,
      references: [ALT_SVC_421, MISDIRECTED_REQUEST],
    };
  },
};

export const ALTERNATIVE_KEPT: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} went to an alternative service (HTTP/3) that a 421 had ruled out${whichHosts(subject)}.`,
    explanation:
      'A client must forget the alternative service that answered 421, and ignore one that is advertised on a 421. This browser used it although no other response had advertised it since.',
    remedy: `This is a fault of the browser. ${areMany(subject) ? 'These hosts' : hostsOf(subject)} can avoid it: send no Alt-Svc on a 421, and make the HTTP/3 server answer for ${areMany(subject) ? 'them' : hostsOf(subject)}.`,
    references: [ALT_SVC_421],
  }),
};
