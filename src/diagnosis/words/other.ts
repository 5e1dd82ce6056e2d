import { FETCH_CONNECTIONS, MISDIRECTED_REQUEST } from '../references.ts';
import { count, type Subject } from '../subject.ts';
import type { Words } from './words.ts';

export function credentialsSplit({ host }: Subject): Words {
  return {
    title: `${host} has two connections because some requests carry credentials and some do not.`,
    explanation:
      'Browsers keep requests without credentials (fonts, crossorigin=anonymous, credentials: "omit", blocked third-party cookies) on connections of their own, although address and certificate are the same.',
    remedy:
      'If it costs too much, ask for the resource with the same credentials mode as the rest; otherwise this is as designed.',
    references: [FETCH_CONNECTIONS],
  };
}

export function retired({ host, connections, requests }: Subject): Words {
  const waited = requests === 0 ? '' : `, and ${count(requests, 'request')} had to wait for a new one`;
  return {
    title: `Firefox gave up ${count(connections, 'connection')} because of a 421 for ${host}${waited}.`,
    explanation:
      'Firefox puts nothing new on a connection that answered 421, whatever else it carries, and closes the one of the re-send after its one answer. It remembers nothing of it: the same happens on the next connection.',
    remedy: null,
    references: [MISDIRECTED_REQUEST],
  };
}
