import type { AnswerDifference, Resemblance } from '../../analysis/analysis.ts';
import {
  areMany,
  count,
  eachHost,
  hostsOf,
  otherHost,
  sharedConnection,
  theseHosts,
  were,
  whichHosts,
} from './hosts.ts';
import { type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE, MISDIRECTED_REQUEST } from './standards.ts';
import type { Subject } from './subject.ts';

/** Where the server should have answered 421. */

export const MISROUTED: KindKnowledge = {
  response: 'last',
  failure: 'misrouted',
  always: false,
  words: misrouted,
};

export const RESET: KindKnowledge = { ...ONLY_WORDS, failure: 'reset', words: reset };

/** The page says what a 421 would have said. */
export const HOST_REFUSED: KindKnowledge = {
  ...ONLY_WORDS,
  response: 'last',
  failure: 'refused',
  words: hostRefused,
};

/** On a first visit there is nothing to compare with, so the check decides. */
export const UNVERIFIED: KindKnowledge = {
  ...ONLY_WORDS,
  response: 'last',
  failure: 'unverified',
  words: unverified,
};

const SHARED = 'a shared connection';

function misrouted(subject: Subject): FindingText {
  const { failed, requests } = subject;
  const on = sharedConnection(subject, SHARED);
  const all = `${count(requests, 'request')} for ${hostsOf(subject)}`;
  const strange = `${all} ${were(requests)} answered on ${on} by what seems to be another application`;
  const host = areMany(subject) ? 'each host' : hostsOf(subject);
  const what =
    failed === requests
      ? `${all} failed on ${on}, while ${host} answers correctly on its own connection`
      : `${strange}${failed === 0 ? '' : `, ${failed} of them with an error`}`;
  return {
    title: `${what}${whichHosts(subject)}.`,
    explanation: [
      ...differences(subject),
      'The server behind the shared connection seems to choose the site by the connection (its SNI), not by the requested host.',
      'It should answer 421, after which browsers re-send on another connection; with any other response the page gets the wrong content.',
    ].join(' '),
    remedy: `Route by the requested host, answer 421 where the host is not served, or give ${eachHost(subject)} a certificate or an address of its own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function hostRefused(subject: Subject): FindingText {
  const { openers, refusal, requests } = subject;
  const said = `${hostsOf(subject)} answered ${refusal ?? 'an error'}`;
  const place = openers.length === 0 ? '' : ` on ${sharedConnection(subject, SHARED)}`;
  const refused = areMany(subject) ? 'these hosts' : 'this host';
  return {
    title: `${said}${place}: the server refuses ${refused} (${count(requests, 'request')})${whichHosts(subject)}.`,
    explanation:
      openers.length === 0
        ? 'The host of the request does not fit the name in the TLS handshake (SNI), the certificate, or a list of allowed hosts. A proxy in front of the server may have changed either name.'
        : 'The server compares the host of the request with the connection, and does not accept it there. After a 421 the browser would send the request again on another connection; after this status it does not.',
    remedy: `Make the server accept ${theseHosts(subject)}, or make what is in front of it pass the host name on, in the request and in the TLS handshake (SNI).`,
    references: [MISDIRECTED_REQUEST],
  };
}

function unverified(subject: Subject): FindingText {
  const on = sharedConnection(subject, SHARED);
  const requests = count(subject.requests, 'request');
  const host = requestedHost(subject);
  return {
    title: areMany(subject)
      ? `${hostsOf(subject)} were answered only on ${on} (${requests}), and the responses may not be their own${whichHosts(subject)}.`
      : `${host} was answered only on ${on} (${requests}), and the response may not be its own.`,
    explanation: [
      ...subject.resemblances.map((one) => resemblanceWords(one, host, otherHost(subject))),
      `The capture has no response on a connection of ${host}'s own, so it does not show whether this one is right. Servers that choose the site by the connection (its SNI) give a browser that shares a connection the other site's response.`,
    ].join(' '),
    remedy: `Run the check. If ${host} answers differently on its own connection, serve both hosts from one listener that routes by the requested host, answer 421 where the host is not served, give ${host} a certificate of its own, or offer only HTTP/1.1 for it (ALPN).`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function requestedHost(subject: Subject): string {
  return areMany(subject) ? 'the requested host' : hostsOf(subject);
}

function resemblanceWords({ sign, value }: Resemblance, host: string, other: string): string {
  const text = quoted(value);
  switch (sign) {
    case 'empty-404':
      return `Every response for ${host} is a 404 without any content${value === '' ? '' : ` (server: ${text})`}, the kind that a router sends for an unknown host.`;
    case 'same-page':
      return `The page has the same ETag as a page of ${other}.`;
    case 'cookie-domain':
      return `It sets a cookie for ${text}, to which ${host} does not belong.`;
  }
}

function reset(subject: Subject): FindingText {
  const { requests } = subject;
  const both = areMany(subject)
    ? 'each of these hosts and the one whose connection it shares'
    : `${hostsOf(subject)} and ${otherHost(subject, 'the host that it shares with')}`;
  return {
    title: `${count(requests, 'request')} for ${hostsOf(subject)} ${were(requests)} reset on ${sharedConnection(subject, SHARED)}${whichHosts(subject)}.`,
    explanation:
      'The server reset the stream instead of answering 421 (Tomcat does so where strictSni is on and two SSLHostConfig elements differ). Browsers do not re-send after that, so the page gets a network error.',
    remedy: `Answer 421 instead of resetting, or use one TLS configuration for ${both}, or separate certificates.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

/** How the responses differ, with the server's own words in quotes. */
function differences(subject: Subject): string[] {
  const all = subject.differences;
  if (all.length === 0) return [];
  const words = all.map((one) => differenceWords(one, requestedHost(subject), otherHost(subject)));
  return [`The response on the shared connection has ${words.join('; ')}.`];
}

function differenceWords(difference: AnswerDifference, host: string, other: string): string {
  const { feature, shared, own, likeOther } = difference;
  if (feature === 'cookie-domain') return `a cookie for "${shared}", to which ${host} does not belong`;
  const as = likeOther ? ` as from ${other} itself` : '';
  return `${valueWords(feature, shared)}${as}, but on its own connection ${valueWords(feature, own)}`;
}

const NAMES: Readonly<Partial<Record<AnswerDifference['feature'], string>>> = {
  'set-cookie': 'cookies named',
  validator: 'ETag or Last-Modified',
  'error-page': 'error page',
};

function valueWords(feature: AnswerDifference['feature'], value: string): string {
  const name = NAMES[feature] ?? feature;
  return value === '' ? `no ${name}` : `${name}: ${quoted(value)}`;
}

/** An ETag has quotes of its own (RFC 9110 section 8.8.3). */
function quoted(value: string): string {
  return `"${value.replaceAll('"', '')}"`;
}
