import type { AnswerDifference } from '../../analysis/analysis.ts';
import { CONNECTION_REUSE, MISDIRECTED_REQUEST } from '../references.ts';
import { count, type Subject, were } from '../subject.ts';
import type { Words } from './words.ts';

export function misrouted(subject: Subject): Words {
  const { host, failed, requests } = subject;
  const on = sharedConnection(subject);
  const seems = `${count(requests, 'request')} for ${host} ${were(requests)} answered on ${on} by what seems to be another application's server`;
  const title =
    failed === requests
      ? `${count(requests, 'request')} for ${host} failed on ${on}, while ${host} answers well on its own.`
      : `${seems}${failed === 0 ? '' : ` (${failed} of them with an error)`}: ${host} answers otherwise on its own.`;
  return {
    title,
    explanation: [
      'The server behind the shared connection seems to choose the site by the connection (its SNI), not by the host of the request.',
      'It should answer 421, which browsers repair by themselves; with any other answer the page gets what was not meant for it.',
      ...differences(subject),
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
  const other = openedFor ?? 'the other host';
  const words = told.map(
    (difference) => `${differenceWords(difference, host)}${likeOther(difference, other)}`,
  );
  return [`On the shared connection ${words.join('; ')}.`];
}

function likeOther({ likeOther: alike, feature }: AnswerDifference, other: string): string {
  return alike && feature !== 'cookie-domain' ? ` (as ${other} answers itself)` : '';
}

function differenceWords({ feature, shared, own }: AnswerDifference, host: string): string {
  switch (feature) {
    case 'set-cookie':
      return `it sets the cookies "${shared}", on its own "${own}"`;
    case 'cookie-domain':
      return `it sets a cookie for "${shared}", where ${host} does not belong`;
    case 'validator':
      return `the file's mark (ETag or Last-Modified) is "${shared}", on its own "${own}"`;
    case 'error-page':
      return `the error page says "${shared}", on its own "${own}"`;
    default:
      return `${field(feature, shared)}, on its own ${field(feature, own)}`;
  }
}

function field(name: string, value: string): string {
  return value === '' ? `there is no ${name}` : `"${name}: ${value}"`;
}
