import {
  ALT_SVC_421,
  CONNECTION_REUSE,
  FETCH_CONNECTIONS,
  MISDIRECTED_REQUEST,
  ORIGIN_FRAME,
} from '../references.ts';
import { count, type Subject, were } from '../subject.ts';
import type { Words } from './words.ts';

export function altSvc({ host }: Subject): Words {
  return {
    title: `A 421 from ${host} advertises an alternative service (Alt-Svc).`,
    explanation:
      'Clients must ignore Alt-Svc on a 421; a server that sends it has the header on every answer.',
    remedy: 'Leave Alt-Svc out of 421 answers. Nothing breaks if it stays.',
    references: [ALT_SVC_421],
  };
}

export function misrouted({ host, openedFor, requests }: Subject): Words {
  const on = openedFor === null ? 'a shared connection' : `the connection opened for ${openedFor}`;
  return {
    title: `${count(requests, 'request')} for ${host} failed on ${on}, while ${host} answers well on its own.`,
    explanation:
      'The server behind the shared connection seems to choose the site by the connection (its SNI), not by the host of the request. It should answer 421, which browsers repair by themselves; with any other status the page gets the failure.',
    remedy: `Route by the request's host, or answer 421 when the host is not served there, or give ${host} a certificate or an address of its own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

export function reset({ host, openedFor, requests }: Subject): Words {
  const on = openedFor === null ? 'a shared connection' : `the connection opened for ${openedFor}`;
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} reset on ${on}.`,
    explanation:
      'The server broke the stream off instead of answering 421 (Tomcat does so where strictSni is on and two SSLHostConfig elements differ). Browsers do not re-send after that, so the page gets a network error.',
    remedy: `Answer 421 instead of resetting, or use one TLS configuration for ${host} and ${openedFor ?? 'the host it shares with'}, or certificates of their own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

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

export function byProxy({ host }: Subject): Words {
  return {
    title: `A proxy seems to have produced the 421 for ${host}.`,
    explanation: 'A proxy must not generate a 421; only a server that answers for the host may.',
    remedy: null,
    references: [MISDIRECTED_REQUEST],
  };
}

export function originFrame({ host }: Subject): Words {
  return {
    title: `A request for ${host} went out on a connection whose ORIGIN frame does not list it.`,
    explanation:
      'The server said which origins it answers for on that connection, and this one is not among them.',
    remedy: null,
    references: [ORIGIN_FRAME],
  };
}

export function hazard({ host }: Subject): Words {
  return {
    title: `${host} shares a certificate and an address with hosts that are served differently.`,
    explanation: 'Browsers may send its requests on their connections, to a server that does not know it.',
    remedy: 'Give it a certificate or an address of its own.',
    references: [CONNECTION_REUSE],
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
