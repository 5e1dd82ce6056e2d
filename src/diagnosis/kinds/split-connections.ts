import { type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { FETCH_CONNECTIONS, MISDIRECTED_REQUEST } from './standards.ts';
import { count, hostList, hostsOf, whichHosts } from './subject.ts';

/** Additional connections of a host that a rule of the browser requires. */

export const CREDENTIALS_SPLIT: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host }) => ({
    title: `${host} has two connections because some requests carry credentials and some do not.`,
    ...SPLIT,
  }),
  wordsForMany: (subject) => ({
    title: `${hostsOf(subject)} have two connections each because some requests carry credentials and some do not${whichHosts(subject)}.`,
    ...SPLIT,
  }),
};

const SPLIT: Omit<FindingText, 'title'> = {
  explanation:
    'Browsers keep requests without credentials (fonts, crossorigin=anonymous, credentials: "omit", blocked third-party cookies) on separate connections, although address and certificate are the same.',
  remedy:
    'This is how browsers work. If the extra connection costs too much, request the resource with the same credentials mode as the rest.',
  references: [FETCH_CONNECTIONS],
};

export const RETIRED: KindKnowledge = {
  ...ONLY_WORDS,
  words: ({ host, connections, requests }) => {
    const waited = requests === 0 ? '' : `, and ${count(requests, 'request')} had to wait for a new one`;
    return {
      title: `Firefox gave up ${count(connections, 'connection')} because of a 421 for ${host}${waited}.`,
      ...GIVEN_UP,
    };
  },
  wordsForMany: ({ hosts, connections, requests }) => {
    const waited = requests === 0 ? '' : `, and ${count(requests, 'request')} had to wait for new ones`;
    return {
      title: `Firefox gave up ${count(connections, 'connection')} because of 421s for ${hostList(hosts)}${waited}.`,
      ...GIVEN_UP,
    };
  },
};

const GIVEN_UP: Omit<FindingText, 'title'> = {
  explanation:
    'Firefox sends nothing new on a connection that answered 421, whatever other hosts it carries, and closes the connection of the re-send after its one response. It does not remember the 421, so the same happens on the next connection.',
  remedy: null,
  references: [MISDIRECTED_REQUEST],
};
