import type { AnalysedConnection, Analysis, RedundancyCause } from '../../../src/analysis/analysis.ts';
import { hostOf } from '../../../src/model/origin.ts';
import type { LabLog, LoggedConnection } from '../../lab/log.ts';
import { alignedAttempts, groupBy, matchRequests } from '../match.ts';
import type { RedundancyRun } from './plan.ts';
import { type TrueConnection, trueConnections } from './truth.ts';

/** The true cause of one connection, and the cause in the NetLog's analysis. */
export interface JudgedConnection extends TrueConnection {
  readonly said: RedundancyCause | null;
}

export interface RedundancyCheck {
  readonly judged: readonly JudgedConnection[];
  /** One sentence each; empty when everything matches. */
  readonly differences: readonly string[];
}

/** Compares the causes in the analysis of a NetLog with the truth, connection by connection. */
export function checkRedundancy(analysis: Analysis, run: RedundancyRun): RedundancyCheck {
  const truth = trueConnections(run);
  const ids = connectionIds(analysis, run.truth, truth);
  const judged: JudgedConnection[] = [];
  const differences: string[] = [];
  for (const each of truth) {
    const { row, causes, unexplained } = each;
    const found = ids.get(row.connection);
    const said = found?.redundant?.cause ?? null;
    judged.push({ ...each, said });
    const name = `connection ${row.connection} for ${row.sni} (${found?.record.id ?? 'not in the NetLog'})`;
    if (unexplained) differences.push(`${name}: nothing kept an open one from carrying it`);
    if (found === undefined) differences.push(`${name} is missing`);
    else if (!causes.has(said)) differences.push(`${name}: ${said}, but it was ${[...causes].join(' or ')}`);
    else if (found.redundant?.certainty === 'unknown') differences.push(`${name}: ${said} is not certain`);
  }
  return { judged, differences };
}

/** The connections of the analysis by the servers' number: used ones matched by requests, unused ones by time. */
export function connectionIds(
  analysis: Analysis,
  log: LabLog,
  truth: readonly TrueConnection[],
): Map<number, AnalysedConnection> {
  const byNumber = new Map<number, AnalysedConnection>();
  for (const match of matchRequests(analysis, log).matches) {
    for (const { reported, row } of alignedAttempts(match)) {
      const connection = analysis.connections.get(reported?.connection ?? '');
      if (connection !== undefined) byNumber.set(row.connection, connection);
    }
  }
  const seen = groupBy(
    truth.flatMap(({ row, used }) => (used ? [] : [row])),
    ({ sni }) => sni,
  );
  for (const [host, rows] of seen) {
    const unused = [...analysis.connections.values()]
      .filter(({ record, attempts }) => attempts.length === 0 && hostOf(record.openedFor ?? '') === host)
      .filter(({ record }) => record.protocol !== null)
      .sort((a, b) => (a.firstAt ?? 0) - (b.firstAt ?? 0));
    for (const [i, { connection }] of [...rows].sort(byTime).entries()) {
      const one = unused[i];
      if (one !== undefined) byNumber.set(connection, one);
    }
  }
  return byNumber;
}

function byTime(a: LoggedConnection, b: LoggedConnection): number {
  return (a.acceptedAt ?? 0) - (b.acceptedAt ?? 0);
}
