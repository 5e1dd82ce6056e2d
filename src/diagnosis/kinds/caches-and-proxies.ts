import { count, eachHost, hostsOf, theseHosts, whichHosts } from './hosts.ts';
import { ABOUT_THE_421, type KindKnowledge } from './kind.ts';
import { AGE, MISDIRECTED_REQUEST, STATUS_CACHING, STORING } from './standards.ts';

export const FROM_CACHE: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} got a 421 from a cache${whichHosts(subject)}.`,
    explanation:
      'A 421 is about one connection, so a stored 421 is wrong for every other connection: the cache may keep answering 421 although the server would accept the request. A cache may store it only because it has an explicit lifetime (Cache-Control or Expires).',
    remedy: `Send 421 with Cache-Control: no-store, and remove the stored 421s for ${theseHosts(subject)} from the cache.`,
    references: [STATUS_CACHING, AGE, MISDIRECTED_REQUEST],
  }),
};

export const CACHEABLE: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: `${count(subject.requests, 'request')} for ${hostsOf(subject)} got a 421 that caches may store${whichHosts(subject)}.`,
    explanation:
      'By default, caches do not store a 421; this one says that they may (Cache-Control or Expires). A cache that stores it answers 421 to requests that came on the right connection.',
    remedy: 'Send 421 with Cache-Control: no-store, whatever lifetime other responses get.',
    references: [STORING, STATUS_CACHING],
  }),
};

export const BY_PROXY: KindKnowledge = {
  ...ABOUT_THE_421,
  words: (subject) => ({
    title: `A proxy itself answered 421 to ${count(subject.requests, 'request')} for ${hostsOf(subject)}${whichHosts(subject)}.`,
    explanation:
      'A proxy that the browser is configured to use must not generate a 421: only a server that answers for the host may, or a gateway in its place. After a 421 browsers open a new connection to the server, which does not help here.',
    remedy: `Check the proxy's rules for ${eachHost(subject)}: the status for a request that it refuses is 403, and for a server that it cannot reach 502.`,
    references: [MISDIRECTED_REQUEST],
  }),
};
