import { ABOUT_THE_421, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { MISDIRECTED_REQUEST, ORIGIN_AUTHORITY, ORIGIN_OVER_HTTP3, ORIGIN_SET } from './standards.ts';
import { count, type Subject, were } from './subject.ts';

export const ORIGIN_FRAME_MISMATCH: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host, openedFor, requests }) => {
    const on = openedFor === null ? 'a connection' : `the connection opened for ${openedFor}`;
    return {
      title: `${count(requests, 'request')} for ${host} ${were(requests)} answered on ${on}, whose ORIGIN frame does not list it.`,
      explanation:
        'The ORIGIN frame lists the origins that the connection is for, and this origin is not listed. The browser should have used another connection. The server did answer, so its list is incomplete.',
      remedy: `List https://${host} in the ORIGIN frame, if the server accepts requests for it there.`,
      references: [ORIGIN_AUTHORITY, ORIGIN_OVER_HTTP3],
    };
  },
};

export const ORIGIN_FRAME_CONTRADICTED: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${subject.host} got 421 on ${listedOn(subject)}, whose ORIGIN frame lists it.`,
    explanation:
      'The server contradicts itself: its ORIGIN frame invites requests for this origin, even without a DNS lookup, and then it answers that it is not the server for it. Firefox 153 opened hundreds of connections, for ten seconds, before it re-sent such a request.',
    remedy: `Remove https://${subject.host} from the ORIGIN frame, or make the server answer for it there.`,
    references: [ORIGIN_SET, MISDIRECTED_REQUEST],
  }),
};

export const ORIGIN_KEPT: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${subject.host} ${were(subject.requests)} sent on ${listedOn(subject)} again after a 421 there.`,
    explanation:
      'After an ORIGIN frame, a 421 removes the origin from those that the connection may be used for. This browser used it again.',
    remedy: `This is a fault of the browser. ${subject.host} can avoid it: do not list it in that ORIGIN frame.`,
    references: [ORIGIN_SET],
  }),
};

function listedOn({ openedFor }: Subject): string {
  return openedFor === null ? 'the connection' : `the connection opened for ${openedFor}`;
}
