import { fieldValue } from '../../model/header-fields.ts';
import type { Answer, Asked } from './probe-response.ts';

export type VerdictKind =
  | 'no-difference'
  | 'misdirected-when-shared'
  | 'misdirected-always'
  | 'misdirected-on-own-only'
  | 'reset-when-shared'
  | 'other-hosts-page'
  | 'different-answer'
  | 'no-own-answer';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence that states what was observed, without interpretation. */
  readonly words: string;
}

/** The three requests of a probe, with their responses. */
export interface Asked3 {
  /** The other host, on the connection opened for it. */
  readonly control: Asked;
  /** The host in question, on the connection opened for the other one. */
  readonly apart: Asked;
  /** The host in question, on a connection of its own. */
  readonly own: Asked;
}

/** What the responses show about sharing. Responses can differ for other reasons too, so it only says "differently". */
export function verdictOf({ control, apart, own }: Asked3): Verdict {
  const host = apart.authority;
  const other = apart.sni;
  const [shared, alone] = [apart.answer, own.answer];
  const verdict = (kind: VerdictKind, severity: Verdict['severity'], words: string) => ({
    kind,
    severity,
    words,
  });
  if (shared.status === 421 && alone.status === 421) {
    return verdict(
      'misdirected-always',
      'error',
      `${host} answers 421 on its own connection too: sharing is not the reason, and a re-send does not help.`,
    );
  }
  if (shared.status === 421) {
    const after = alone.status === null ? `fails (${alone.error})` : `answers ${alone.status}`;
    return verdict(
      'misdirected-when-shared',
      alone.status === null ? 'error' : 'warning',
      `${host} answers 421 on a connection opened for ${other}, and ${after} on its own connection: a browser that shares the connection gets 421 and sends the request again.`,
    );
  }
  if (alone.status === null) {
    return verdict('no-own-answer', 'error', `${host} fails on its own connection (${alone.error}).`);
  }
  if (shared.status === null) {
    return verdict(
      'reset-when-shared',
      'error',
      `The request for ${host} fails on a connection opened for ${other} (${shared.error}), and ${host} answers ${alone.status} on its own connection: browsers do not send the request again after such a failure.`,
    );
  }
  if (alone.status === 421) {
    return verdict('misdirected-on-own-only', 'error', `${host} answers 421 only on its own connection.`);
  }
  if (isPageOf(shared, control.answer, alone)) {
    return verdict(
      'other-hosts-page',
      'error',
      `On a connection opened for ${other}, ${host} gets the same response as ${other}, and a different one on its own connection.`,
    );
  }
  const differs = difference(shared, alone);
  if (differs !== null) {
    return verdict(
      'different-answer',
      'warning',
      `${host} answers differently on a connection opened for ${other} (${differs}).`,
    );
  }
  return verdict(
    'no-difference',
    'info',
    `${host} answers the same (${alone.status}) on a connection opened for ${other} as on its own connection.`,
  );
}

/** Headers that change from response to response on any server. */
const CHANGING = new Set(['date', 'age', 'set-cookie', 'expires', 'last-modified', 'etag', 'content-length']);

/** Names of the headers that differ between the two responses, or that only one of them has. */
export function differingHeaders(a: Answer, b: Answer): string[] {
  const names = new Set([...a.headers, ...b.headers].map(({ name }) => name.toLowerCase()));
  return [...names]
    .filter((name) => !CHANGING.has(name) && fieldValue(a.headers, name) !== fieldValue(b.headers, name))
    .sort();
}

function isPageOf(shared: Answer, control: Answer, alone: Answer): boolean {
  return shared.body !== '' && shared.body === control.body && shared.body !== alone.body;
}

function difference(shared: Answer, alone: Answer): string | null {
  if (shared.status !== alone.status) return `${shared.status} instead of ${alone.status}`;
  const [here, there] = [fieldValue(shared.headers, 'server'), fieldValue(alone.headers, 'server')];
  return here === there ? null : `server: ${here ?? 'none'} instead of ${there ?? 'none'}`;
}
