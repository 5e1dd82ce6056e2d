import { hostList } from '../host-names.ts';
import { areMany, count, hostsOf, sharedConnection, were, whichHosts } from './hosts.ts';
import { ABOUT_THE_421, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { MISDIRECTED_REQUEST, ORIGIN_AUTHORITY, ORIGIN_OVER_HTTP3, ORIGIN_SET } from './standards.ts';
import type { Subject } from './subject.ts';

export const ORIGIN_FRAME_MISMATCH: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${requestsFor(subject)} ${were(subject.requests)} answered on ${sharedConnection(subject, 'a connection')}, whose ORIGIN frame does not list ${them(subject)}${whichHosts(subject)}.`,
    explanation:
      'The ORIGIN frame lists the origins that the connection is for, and this origin is not listed. The browser should have used another connection. The server did answer, so its list is incomplete.',
    remedy: `List ${originList(subject)} in the ORIGIN frame, if the server accepts requests for ${them(subject)} there.`,
    references: [ORIGIN_AUTHORITY, ORIGIN_OVER_HTTP3],
  }),
};

export const ORIGIN_FRAME_CONTRADICTED: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: `${requestsFor(subject)} got 421 on ${listedOn(subject)}, whose ORIGIN frame lists ${them(subject)}${whichHosts(subject)}.`,
    explanation:
      'The server contradicts itself: its ORIGIN frame invites requests for this origin, even without a DNS lookup, and then it answers that it is not the server for it. Firefox 153 opened hundreds of connections, for ten seconds, before it re-sent such a request.',
    remedy: `Remove ${originList(subject)} from the ORIGIN frame, or make the server answer for ${them(subject)} there.`,
    references: [ORIGIN_SET, MISDIRECTED_REQUEST],
  }),
};

export const ORIGIN_KEPT: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${requestsFor(subject)} ${were(subject.requests)} sent on ${listedOn(subject)} again after a 421 there${whichHosts(subject)}.`,
    explanation:
      'After an ORIGIN frame, a 421 removes the origin from those that the connection may be used for. This browser used it again.',
    remedy: `This is a fault of the browser. ${areMany(subject) ? 'These hosts' : hostsOf(subject)} can avoid it: do not list ${them(subject)} in that ORIGIN frame.`,
    references: [ORIGIN_SET],
  }),
};

function requestsFor(subject: Subject): string {
  return `${count(subject.requests, 'request')} for ${hostsOf(subject)}`;
}

function listedOn(subject: Subject): string {
  return sharedConnection(subject, 'the connection');
}

function them(subject: Subject): string {
  return areMany(subject) ? 'them' : 'it';
}

function originList({ hosts }: Subject): string {
  return hostList(hosts.map((host) => `https://${host}`));
}
