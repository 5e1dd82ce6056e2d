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
  /** One plain sentence, of what was seen and no more. */
  readonly words: string;
}

/** The three questions of a probe, as they were answered. */
export interface Asked3 {
  /** The other host, on the connection opened for it. */
  readonly control: Asked;
  /** The host in question, on the connection opened for the other one. */
  readonly apart: Asked;
  /** The host in question, on a connection of its own. */
  readonly own: Asked;
}

/** What the answers say of sharing a connection. Two answers may differ for other reasons, too: it says "differs". */
export function verdictOf({ control, apart, own }: Asked3): Verdict {
  const host = apart.authority;
  const other = apart.sni;
  const [shared, alone] = [apart.answer, own.answer];
  const told = (kind: VerdictKind, severity: Verdict['severity'], words: string) => ({
    kind,
    severity,
    words,
  });
  if (shared.status === 421 && alone.status === 421) {
    return told(
      'misdirected-always',
      'error',
      `${host} answers 421 also on its own connection: sharing is not the reason, and no re-send helps.`,
    );
  }
  if (shared.status === 421) {
    const after = alone.status === null ? `fails (${alone.error})` : `answers ${alone.status}`;
    return told(
      'misdirected-when-shared',
      alone.status === null ? 'error' : 'warning',
      `${host} answers 421 on a connection opened for ${other}, and ${after} on its own: a browser that shares the connection gets 421 and re-sends.`,
    );
  }
  if (alone.status === null) {
    return told('no-own-answer', 'error', `${host} fails on its own connection (${alone.error}).`);
  }
  if (shared.status === null) {
    return told(
      'reset-when-shared',
      'error',
      `${host} is broken off on a connection opened for ${other} (${shared.error}), and answers ${alone.status} on its own: browsers do not re-send after that.`,
    );
  }
  if (alone.status === 421) {
    return told('misdirected-on-own-only', 'error', `${host} answers 421 on its own connection only.`);
  }
  if (isPageOf(shared, control.answer, alone)) {
    return told(
      'other-hosts-page',
      'error',
      `On a connection opened for ${other}, ${host} is answered word for word as ${other} is, and otherwise on its own.`,
    );
  }
  const differs = difference(shared, alone);
  if (differs !== null) {
    return told(
      'different-answer',
      'warning',
      `${host} is answered differently on a connection opened for ${other} (${differs}).`,
    );
  }
  return told(
    'no-difference',
    'info',
    `${host} is answered alike on a connection opened for ${other} and on its own (${alone.status}).`,
  );
}

/** Headers that change from answer to answer, whoever gives it. */
const CHANGING = new Set(['date', 'age', 'set-cookie', 'expires', 'last-modified', 'etag', 'content-length']);

/** Names of the headers that one answer has, or says, otherwise than the other. */
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
  return here === there ? null : `by ${here ?? 'a nameless server'} instead of ${there ?? 'a nameless one'}`;
}
