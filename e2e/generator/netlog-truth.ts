import type { AnalysedAttempt, Analysis } from '../../src/analysis/analysis.ts';
import type { LabLog, LoggedAttempt } from '../lab/log.ts';
import { type Match, matchRequests } from './match.ts';

/** The differences between a NetLog's analysis and the servers' log. */
export interface NetLogCheck {
  /** The number of compared attempts. */
  readonly attempts: number;
  /** One sentence each; empty when everything matches. */
  readonly differences: readonly string[];
}

/**
 * Compares the analysis of a NetLog with the servers' log: for every request the statuses of its attempts in order, their
 * streams, whether each was coalesced, and which of them shared a connection.
 */
export function checkNetLog(analysis: Analysis, truth: LabLog): NetLogCheck {
  const { matches: allMatches, unreported, unseen, ambiguous } = matchRequests(analysis, truth);
  const protocols = new Map(truth.connections.map(({ connection, protocol }) => [connection, protocol]));
  const cut = connectionsCut(truth);
  const matches = allMatches.map((match) => withoutUnseen(match, cut));
  const differences = [
    ...unreported.map((rows) => `not in the NetLog: ${nameOf(rows)}`),
    ...unseen.map(({ record }) => `not seen by a server: ${record.method} ${record.url}`),
    ...ambiguous.map(({ record }) => `as often as another, but not as often seen: ${record.url}`),
    ...matches.flatMap((match) => differencesOf(match, protocols, cut)),
    ...partitionDifferences(matches),
  ];
  return { attempts: matches.reduce((sum, { truth: rows }) => sum + rows.length, 0), differences };
}

function nameOf([row]: readonly LoggedAttempt[]): string {
  return `${row?.method} ${row?.host}${row?.path}`;
}

/** The connections that a server cut in the middle of a response. */
function connectionsCut({ attempts }: LabLog): ReadonlySet<number> {
  return new Set(attempts.filter(({ status }) => status === null).map(({ connection }) => connection));
}

/**
 * A cut connection takes other streams with it. The browser's log has those that reached no handler, and the servers'
 * log cannot have them.
 */
function withoutUnseen({ request, truth }: Match, cut: ReadonlySet<number>): Match {
  if (cut.size === 0 || request.attempts.length <= truth.length) return { request, truth };
  let seen = 0;
  const attempts = request.attempts.filter(({ status, stream }) => {
    const reached = status !== null || stream === truth[seen]?.stream;
    if (reached) seen += 1;
    return reached;
  });
  return { request: { ...request, attempts }, truth };
}

function differencesOf(
  { request, truth }: Match,
  protocols: ReadonlyMap<number, string>,
  cut: ReadonlySet<number>,
): string[] {
  const shown = request.attempts.map(wordsOf).join(', ');
  const seen = truth.map((row) => rowWords(row, protocols.get(row.connection) ?? '')).join(', ');
  const same = request.attempts.length === truth.length && truth.every((row, i) => agrees(row, i));
  return same ? [] : [`${nameOf(truth)}: the NetLog shows ${shown}; the servers saw ${seen}`];

  function agrees(row: LoggedAttempt, i: number): boolean {
    const attempt = request.attempts[i];
    const protocol = protocols.get(row.connection) ?? '';
    return (
      attempt !== undefined &&
      (attempt.status === row.status || (attempt.status === null && cut.has(row.connection))) &&
      // Caddy does not report the streams of HTTP/3.
      (protocol === 'h3' || attempt.stream === row.stream) &&
      attempt.coalesced === row.coalesced
    );
  }
}

function wordsOf({ status, stream, coalesced }: AnalysedAttempt): string {
  return `${status ?? 'nothing'} on stream ${stream} ${coalesced ? 'coalesced' : 'own'}`;
}

function rowWords({ status, stream, coalesced }: LoggedAttempt, protocol: string): string {
  return `${status ?? 'nothing'} on ${protocol} stream ${stream} ${coalesced ? 'coalesced' : 'own'}`;
}

/** Each connection of the browser must match one of the servers', and the reverse. */
function partitionDifferences(matches: readonly Match[]): string[] {
  const theirs = new Map<string, number>();
  const ours = new Map<number, string>();
  const differences: string[] = [];
  for (const { request, truth } of matches) {
    truth.forEach(({ connection: number }, i) => {
      const id = request.attempts[i]?.connection ?? null;
      if (id === null) {
        differences.push(`${nameOf(truth)}: attempt ${i + 1} has no connection`);
        return;
      }
      const [number0, id0] = [theirs.get(id) ?? number, ours.get(number) ?? id];
      theirs.set(id, number0);
      ours.set(number, id0);
      if (number0 !== number || id0 !== id) {
        differences.push(
          `${nameOf(truth)}: on connection ${id}, which is ${number0}, but came on ${number}, which is ${id0}`,
        );
      }
    });
  }
  return differences;
}
