import type { AnalysedConnection, Analysis, Redundancy } from '../../src/analysis/analysis.ts';
import type { EpochMs, RequestId } from '../../src/model/capture.ts';
import { socketAddress } from '../../src/model/socket-address.ts';
import { type Sort, type SortValue, sortRows } from '../store/sort.ts';

export type ConnectionColumn =
  | 'id'
  | 'protocol'
  | 'remote'
  | 'openedFor'
  | 'origins'
  | 'requests'
  | 'misdirected'
  | 'opened'
  | 'redundant';

export interface ConnectionRow {
  readonly id: string;
  readonly connection: AnalysedConnection;
  readonly protocol: string | null;
  readonly remote: string | null;
  readonly openedFor: string | null;
  readonly origins: number;
  /** Attempts it carried. */
  readonly requests: number;
  readonly misdirected: number;
  readonly opened: EpochMs | null;
  readonly redundant: string | null;
}

/** The connections that carried a matching request; all of them without a filter. */
export function connectionRows(analysis: Analysis, matching: ReadonlySet<RequestId> | null): ConnectionRow[] {
  const all = [...analysis.connections.values()];
  const shown =
    matching === null
      ? all
      : all.filter(({ attempts }) => attempts.some(({ request }) => matching.has(request)));
  return shown.map((connection) => connectionRow(connection, analysis));
}

export function sortConnectionRows(
  rows: readonly ConnectionRow[],
  sort: Sort<ConnectionColumn>,
): ConnectionRow[] {
  return sortRows(rows, sort, (row, key): SortValue => row[key]);
}

function connectionRow(connection: AnalysedConnection, analysis: Analysis): ConnectionRow {
  const { record, attempts, origins, redundant, firstAt } = connection;
  return {
    id: record.id,
    connection,
    protocol: record.protocol,
    remote: record.remote && socketAddress(record.remote),
    openedFor: record.openedFor,
    origins: origins.length,
    requests: attempts.length,
    misdirected: attempts.filter(
      ({ request, index }) => analysis.requests.get(request)?.attempts[index]?.misdirected,
    ).length,
    opened: record.openedAt ?? firstAt,
    // A question mark: only the upper bound of the count includes it, as with half of the reconstructed ones (Firefox).
    redundant: redundant === null ? null : `${redundant.cause}${isCertain(redundant) ? '' : '?'}`,
  };
}

/** True for the connections that the summary counts as redundant. */
function isCertain({ certainty }: Redundancy): boolean {
  return certainty === 'observed' || certainty === 'derived';
}
