import type { AnswerDifference } from '../../analysis/analysis.ts';
import { CONNECTION_REUSE, MISDIRECTED_REQUEST } from '../references.ts';
import { count, type Subject, were } from '../subject.ts';
import type { Words } from './words.ts';

export function misrouted(subject: Subject): Words {
  const { host, failed, requests } = subject;
  const on = sharedConnection(subject);
  const all = count(requests, 'request');
  const strange = `${all} for ${host} ${were(requests)} answered on ${on} by what seems to be another application`;
  const title =
    failed === requests
      ? `${all} for ${host} failed on ${on}, while ${host} answers well on its own.`
      : `${strange}${failed === 0 ? '' : `, ${failed} of them with an error`}.`;
  return {
    title,
    explanation: [
      ...differences(subject),
      'The server behind the shared connection seems to choose the site by the connection (its SNI), not by the host of the request.',
      'It should answer 421, which browsers repair by themselves; with any other answer the page gets what was not meant for it.',
    ].join(' '),
    remedy: `Route by the request's host, or answer 421 when the host is not served there, or give ${host} a certificate or an address of its own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

export function reset(subject: Subject): Words {
  const { host, openedFor, requests } = subject;
  return {
    title: `${count(requests, 'request')} for ${host} ${were(requests)} reset on ${sharedConnection(subject)}.`,
    explanation:
      'The server broke the stream off instead of answering 421 (Tomcat does so where strictSni is on and two SSLHostConfig elements differ). Browsers do not re-send after that, so the page gets a network error.',
    remedy: `Answer 421 instead of resetting, or use one TLS configuration for ${host} and ${openedFor ?? 'the host it shares with'}, or certificates of their own.`,
    references: [CONNECTION_REUSE, MISDIRECTED_REQUEST],
  };
}

function sharedConnection({ openedFor }: Subject): string {
  return openedFor === null ? 'a shared connection' : `the connection opened for ${openedFor}`;
}

/** What of the answers differs, the server's own words in quotes. */
function differences({ differences: told, openedFor, host }: Subject): string[] {
  if (told.length === 0) return [];
  const words = told.map((difference) => differenceWords(difference, host, openedFor ?? 'the other host'));
  return [`On the shared connection there is ${words.join('; ')}.`];
}

function differenceWords(difference: AnswerDifference, host: string, other: string): string {
  const { feature, shared, own, likeOther } = difference;
  if (feature === 'cookie-domain') return `a cookie for "${shared}", where ${host} does not belong`;
  const as = likeOther ? ` as from ${other} itself` : '';
  return `${valueWords(feature, shared)}${as}, on its own ${valueWords(feature, own)}`;
}

const NAMES: Readonly<Partial<Record<AnswerDifference['feature'], string>>> = {
  'set-cookie': 'cookies named',
  validator: 'ETag or Last-Modified',
  'error-page': 'error page',
};

function valueWords(feature: AnswerDifference['feature'], value: string): string {
  const name = NAMES[feature] ?? feature;
  // An ETag has quotes of its own (RFC 9110 section 8.8.3).
  return value === '' ? `no ${name}` : `${name}: "${value.replaceAll('"', '')}"`;
}
