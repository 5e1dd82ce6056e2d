import { hostRefusal } from '../../analysis/misrouting/host-refusal.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { orderDependence } from './in-turn.ts';
import type { Probed } from './probe.ts';
import type { Answer } from './probe-response.ts';
import { orderWords, placeWords, sharerWords } from './verdict-words.ts';

export type VerdictKind =
  | 'no-difference'
  | 'misdirected-when-shared'
  | 'misdirected-always'
  | 'misdirected-on-own-only'
  | 'refused-when-shared'
  | 'refused-always'
  | 'reset-when-shared'
  | 'other-hosts-page'
  | 'different-answer'
  | 'depends-on-order'
  | 'no-own-answer';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence that states what was observed, without interpretation. */
  readonly words: string;
}

type Compared = Omit<Probed, 'turns'>;

/** What the responses show about sharing. Responses can differ for other reasons too, so it only says "differently". */
export function verdictOf(probed: Probed): Verdict {
  const { apart, own } = probed;
  return (
    verdictOfOrder(probed) ??
    verdictOf421(probed) ??
    verdictOfRefusal(probed) ??
    verdictOfFailure(apart.answer, own.answer, probed) ??
    verdictOfContent(probed)
  );
}

/** Comes first: where the order decides, the other comparisons depend on chance. */
function verdictOfOrder({ control, apart, turns }: Probed): Verdict | null {
  if (turns.length === 0) return null;
  // The first two requests were a series of their own, on a connection opened for the same name.
  const first = control === null ? [] : [{ asked: control, previous: null, connection: 0 }];
  const all = [...first, { asked: apart, previous: control?.authority ?? null, connection: 0 }, ...turns];
  const hosts = new Set([apart.authority, ...all.map(({ asked }) => asked.authority)]);
  const dependence = orderDependence(hosts, all);
  if (dependence === null) return null;
  return { kind: 'depends-on-order', severity: 'error', words: orderWords(dependence) };
}

function verdictOf421({ apart, own }: Compared): Verdict | null {
  const host = apart.authority;
  const [shared, alone] = [apart.answer, own.answer];
  if (shared.status === 421 && alone.status === 421) {
    const words = `${host} answers 421 on its own connection too: sharing is not the reason, and a re-send does not help.`;
    return { kind: 'misdirected-always', severity: 'error', words };
  }
  if (shared.status === 421) {
    const words = `${host} answers 421 ${placeWords(apart)}, and ${aloneWords(alone)} on its own connection: ${sharerWords(apart, 'gets 421 and sends the request again')}.`;
    return {
      kind: 'misdirected-when-shared',
      severity: alone.status === null || apart.sni === null ? 'error' : 'warning',
      words,
    };
  }
  if (alone.status !== 421 || shared.status === null) return null;
  return {
    kind: 'misdirected-on-own-only',
    severity: 'error',
    words: `${host} answers 421 only on its own connection.`,
  };
}

/** A 400 where the same host and the same connection are answered otherwise, or a page that names the reason. */
function verdictOfRefusal({ control, apart, own }: Compared): Verdict | null {
  const host = apart.authority;
  const [shared, alone] = [apart.answer, own.answer];
  const [page, ownPage] = [hostRefusal(shared), hostRefusal(alone)];
  if (ownPage !== null) {
    const words = `${host} answers ${alone.status} "${ownPage}" on its own connection: the server refuses this host, and sharing is not the reason.`;
    return { kind: 'refused-always', severity: 'error', words };
  }
  const isOnly = shared.status === 400 && alone.status !== 400 && control?.answer.status !== 400;
  if (alone.status === null || (page === null && !isOnly)) return null;
  const words = `${host} answers ${shared.status}${page === null ? '' : ` "${page}"`} ${placeWords(apart)}, and ${alone.status} on its own connection: the server refuses the host there, and ${sharerWords(apart, 'does not send the request again after that status')}.`;
  return { kind: 'refused-when-shared', severity: 'error', words };
}

function verdictOfFailure(shared: Answer, alone: Answer, { apart }: Compared): Verdict | null {
  const host = apart.authority;
  if (alone.status === null) {
    const words = `${host} fails on its own connection (${alone.error}).`;
    return { kind: 'no-own-answer', severity: 'error', words };
  }
  if (shared.status !== null) return null;
  const words = `The request for ${host} fails ${placeWords(apart)} (${shared.error}), and ${host} answers ${alone.status} on its own connection: ${sharerWords(apart, 'does not send the request again after such a failure')}.`;
  return { kind: 'reset-when-shared', severity: 'error', words };
}

function verdictOfContent({ control, apart, own }: Compared): Verdict {
  const host = apart.authority;
  const [shared, alone] = [apart.answer, own.answer];
  if (control !== null && isPageOf(shared, control.answer, alone)) {
    const words = `On a connection opened for ${apart.sni}, ${host} gets the same response as ${apart.sni}, and a different one on its own connection.`;
    return { kind: 'other-hosts-page', severity: 'error', words };
  }
  const differs = difference(shared, alone);
  if (differs !== null) {
    const words = `${host} answers differently ${placeWords(apart)} (${differs}).`;
    return { kind: 'different-answer', severity: 'warning', words };
  }
  const words = `${host} answers the same (${alone.status}) ${placeWords(apart)} as on its own connection.`;
  return { kind: 'no-difference', severity: 'info', words };
}

function aloneWords(alone: Answer): string {
  return alone.status === null ? `fails (${alone.error})` : `answers ${alone.status}`;
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
