import type { AnalysedConnection, FindingFacts } from '../analysis.ts';
import { connectionEnd } from '../redundancy/connection-end.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Connections that the browser opened although an open one fits. One that a re-send opened belongs to the finding of its 421. */
export function connectionFindings({ connections }: FindingContext): FindingFacts[] {
  const split = new FindingGroups('credentials-split');
  const redundant = new FindingGroups('redundant-connection');
  for (const connection of connections.values()) {
    const cause = connection.redundant?.cause;
    if (cause === undefined || cause === 'AFTER-421' || !isWorthReporting(connection)) continue;
    const other = connections.get(connection.redundant?.sharedWith ?? '');
    const end = cause === 'CLOSED' && other !== undefined ? connectionEnd(other.record) : '';
    add(cause === 'CRED' ? split : redundant, connection, `${cause} ${end}`);
  }
  return [...split.findings(), ...redundant.findings()];
}

/**
 * Connections that are only possibly redundant are counted, not reported. So are unused ones that raced, unless the
 * browser itself says why: browsers open those on every page.
 */
function isWorthReporting({ redundant, attempts }: AnalysedConnection): boolean {
  if (redundant === null || redundant.certainty === 'unknown') return false;
  return redundant.cause !== 'RACE' || attempts.length > 0 || redundant.certainty === 'observed';
}

function add(
  groups: FindingGroups,
  { record, attempts, redundant }: AnalysedConnection,
  cause: string,
): void {
  if (redundant === null) return;
  const about = {
    certainty: redundant.certainty,
    confidence: 1,
    connections: [record.id, redundant.sharedWith],
    origins: [record.openedFor],
  };
  const subject = [record.openedFor, cause];
  if (attempts.length === 0) groups.add(subject, about);
  for (const { request } of attempts) groups.add(subject, { ...about, request });
}
