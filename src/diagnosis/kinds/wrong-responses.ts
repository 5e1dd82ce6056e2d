import type { AnswerDifference, Resemblance } from '../../analysis/analysis.ts';
import { type FindingText, type KindKnowledge, ONLY_WORDS } from './kind.ts';
import { CONNECTION_REUSE, MISDIRECTED_REQUEST } from './standards.ts';
import { count, type Subject, were } from './subject.ts';

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

function misrouted(subject: Subject): FindingText {
  const { host, failed, requests } = subject;
  const on = sharedConnection(subject);
  const all = count(requests, 'request');
  const strange = `${all} for ${host} ${were(requests)} answered on ${on} by what seems to be another application`;
  const title =
    failed === requests
      ? `${all} for ${host} failed on ${on}, while ${host} answers correctly on its own connection.`
      : `${strange}${failed === 0 ? '' : `, ${failed} of them with an error`}.`;
  return {
    title,
    explanation: [
      ...differences(subject),
      'The server behind the shared connection seems to choose the site by the connection (its SNI), not by the requested host.',
      'It should answer 421, after which browsers re-send on another connection; with any other response the page gets the wrong content.',
    ].join(' '),
    remedy: `Route by the requested host, answer 421 where the host is not served, or give ${host} a certificate or an address of its own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function hostRefused(subject: Subject): FindingText {
  const { host, openedFor, refusal, requests } = subject;
  const said = `${host} answered ${refusal ?? 'an error'}`;
  const place = openedFor === null ? '' : ` on ${sharedConnection(subject)}`;
  return {
    title: `${said}${place}: the server refuses this host (${count(requests, 'request')}).`,
    explanation:
      openedFor === null
        ? 'The host of the request does not fit the name in the TLS handshake (SNI), the certificate, or a list of allowed hosts. A proxy in front of the server may have changed either name.'
        : 'The server compares the host of the request with the connection, and does not accept it there. After a 421 the browser would send the request again on another connection; after this status it does not.',
    remedy: `Make the server accept ${host}, or make what is in front of it pass the host name on, in the request and in the TLS handshake (SNI).`,
    references: [MISDIRECTED_REQUEST],
  };
}

function unverified(subject: Subject): FindingText {
  const { host, requests } = subject;
  return {
    title: `${host} was answered only on ${sharedConnection(subject)} (${count(requests, 'request')}), and the response may not be its own.`,
    explanation: [
      ...resemblances(subject),
      `The capture has no response on a connection of ${host}'s own, so it does not show whether this one is right. Servers that choose the site by the connection (its SNI) give a browser that shares a connection the other site's response.`,
    ].join(' '),
    remedy: `Run the check. If ${host} answers differently on its own connection, serve both hosts from one listener that routes by the requested host, answer 421 where the host is not served, give ${host} a certificate of its own, or offer only HTTP/1.1 for it (ALPN).`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function resemblances({ resemblances: all, host, openedFor }: Subject): string[] {
  return all.map((one) => resemblanceWords(one, host, openedFor ?? 'the other host'));
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
  const { host, openedFor, requests } = subject;
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} reset on ${sharedConnection(subject)}.`,
    explanation:
      'The server reset the stream instead of answering 421 (Tomcat does so where strictSni is on and two SSLHostConfig elements differ). Browsers do not re-send after that, so the page gets a network error.',
    remedy: `Answer 421 instead of resetting, or use one TLS configuration for ${host} and ${openedFor ?? 'the host that it shares with'}, or separate certificates.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function sharedConnection({ openedFor }: Subject): string {
  return openedFor === null ? 'a shared connection' : `the connection opened for ${openedFor}`;
}

/** How the responses differ, with the server's own words in quotes. */
function differences({ differences: all, openedFor, host }: Subject): string[] {
  if (all.length === 0) return [];
  const words = all.map((difference) => differenceWords(difference, host, openedFor ?? 'the other host'));
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
