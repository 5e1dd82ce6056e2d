import { hostList } from '../host-names.ts';
import { areMany, count, hostsOf, whichHosts } from './hosts.ts';
import { type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { FETCH_CONNECTIONS, MISDIRECTED_REQUEST } from './standards.ts';

/** Additional connections of a host that a rule of the browser requires. */

export const CREDENTIALS_SPLIT: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => ({
    title: `${hostsOf(subject)} ${areMany(subject) ? 'have two connections each' : 'has two connections'} because some requests carry credentials and some do not${whichHosts(subject)}.`,
    explanation:
      'Browsers keep requests without credentials (fonts, crossorigin=anonymous, credentials: "omit", blocked third-party cookies) on separate connections, although address and certificate are the same.',
    remedy:
      'This is how browsers work. If the extra connection costs too much, request the resource with the same credentials mode as the rest.',
    references: [FETCH_CONNECTIONS],
  }),
};

export const RETIRED: KindKnowledge = {
  ...ONLY_WORDS,
  words: (subject) => {
    const { hosts, connections, requests, inferred } = subject;
    const shown = inferred > 0 ? 'No source shows the 421 itself. ' : '';
    const [a421, one] = areMany(subject) ? ['421s', 'new ones'] : ['a 421', 'a new one'];
    const waited = requests === 0 ? '' : `, and ${count(requests, 'request')} had to wait for ${one}`;
    return {
      title: `Firefox gave up ${count(connections, 'connection')} because of ${a421} for ${hostList(hosts)}${waited}.`,
      explanation: `${shown}Firefox sends nothing new on a connection that answered 421, whatever other hosts it carries, and closes the connection of the re-send after its one response. It does not remember the 421, so the same happens on the next connection.`,
      remedy: null,
      references: [MISDIRECTED_REQUEST],
    };
  },
};
