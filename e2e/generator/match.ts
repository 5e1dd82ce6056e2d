import type { AnalysedAttempt, AnalysedRequest, Analysis } from '../../src/analysis/analysis.ts';
import type { LabLog, LoggedAttempt } from '../lab/log.ts';

/** A request from a source and its attempts in the servers' log, both in the order of sending. */
export interface Match {
  readonly request: AnalysedRequest;
  readonly truth: readonly LoggedAttempt[];
}

export interface Matches {
  readonly matches: readonly Match[];
  /** Attempts in the servers' log that the source did not report. */
  readonly unreported: readonly (readonly LoggedAttempt[])[];
  /** Requests that the source reports as sent, but that no server saw. */
  readonly unseen: readonly AnalysedRequest[];
  /** Requests for one URL whose attempts cannot be assigned. */
  readonly ambiguous: readonly AnalysedRequest[];
}

/** DevTools itself requests this. It is not a request of the page, and only the NetLog contains it. */
const ASKED_BY_DEVTOOLS = '/.well-known/appspecific/com.chrome.devtools.json';

/** Identifies a request on both sides. The port is the same for the whole lab. */
function keyOf(method: string, host: string, path: string): string {
  return `${method} ${host}${path}`;
}

function keyOfRequest({ record: { method, url } }: AnalysedRequest): string {
  const { hostname, pathname, search } = new URL(url);
  return keyOf(method, hostname, pathname + search);
}

/** Matches each request that reached the network with the servers' log. */
export function matchRequests({ requests }: Analysis, { attempts }: LabLog): Matches {
  const seen = groupBy(
    attempts.filter(({ path }) => path !== ASKED_BY_DEVTOOLS),
    ({ method, host, path }) => keyOf(method, host, path),
  );
  const sent = [...requests.values()].filter(isOfTheLab).sort(byStart);
  const reported = groupBy(sent, keyOfRequest);
  const matches: Match[] = [];
  const ambiguous: AnalysedRequest[] = [];
  for (const [key, group] of reported) {
    const rows = seen.get(key);
    if (rows === undefined) continue;
    const split = splitAmong(group, rows);
    if (split === null) ambiguous.push(...group);
    else matches.push(...split);
  }
  const unseen = [...reported].flatMap(([key, group]) => (seen.has(key) ? [] : group));
  const unreported = [...seen].flatMap(([key, rows]) => (reported.has(key) ? [] : [rows]));
  return { matches, unreported, unseen, ambiguous };
}

function isOfTheLab({ record: { url }, attempts }: AnalysedRequest): boolean {
  return (
    attempts.length > 0 &&
    /^https:\/\/[^/]+\.(?:localhost|test):/.test(url) &&
    !url.includes(ASKED_BY_DEVTOOLS)
  );
}

function byStart(a: AnalysedRequest, b: AnalysedRequest): number {
  return (a.record.startedAt ?? 0) - (b.record.startedAt ?? 0);
}

/** A plan requests a URL twice only from hosts without faults, where each request has one attempt. */
function splitAmong(group: readonly AnalysedRequest[], rows: readonly LoggedAttempt[]): Match[] | null {
  const [first] = group;
  if (group.length === 1 && first !== undefined) return [{ request: first, truth: rows }];
  if (group.length !== rows.length) return null;
  return group.flatMap((request, i) => {
    const row = rows[i];
    return row === undefined ? [] : [{ request, truth: [row] }];
  });
}

/** Aligns the attempts of both sides at the end: a source that hides earlier attempts still has the last one. */
export function alignedAttempts({ request, truth }: Match): {
  readonly reported: AnalysedAttempt | null;
  readonly row: LoggedAttempt;
}[] {
  const missing = truth.length - request.attempts.length;
  return truth.map((row, i) => ({ reported: request.attempts[i - missing] ?? null, row }));
}

export function groupBy<T, K>(items: Iterable<T>, keyOfItem: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
