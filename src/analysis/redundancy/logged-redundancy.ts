import type { ConnectionRecord, RefusalReason } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { comparePools } from '../../model/pool.ts';
import type { Redundancy } from '../analysis.ts';
import type { ConnectionUse } from '../connections/connection-index.ts';
import type { RedundancyCause } from './causes.ts';

/** An ORIGIN frame that does not list an origin is the server's own decision, so nothing counts as redundant there. */
const CAUSES: Readonly<Record<RefusalReason, RedundancyCause | null>> = {
  address: 'IP',
  certificate: 'CERT',
  'origin-frame': null,
};

/** Statements of the browser's own log about connections that it did not share or gave up for others (Firefox). */
export class LoggedRedundancy {
  /** By origin, the connections that the browser considered for it and did not use. */
  readonly #refusing = new Map<Origin, { readonly by: ConnectionRecord; readonly reason: RefusalReason }[]>();

  constructor(uses: Iterable<ConnectionUse>) {
    for (const { record } of uses) {
      for (const { origin, reason } of record.refused ?? []) {
        append(this.#refusing, origin, { by: record, reason });
      }
    }
  }

  of(record: ConnectionRecord): Redundancy | null {
    if (record.supersededBy !== null) {
      return { cause: 'RACE', sharedWith: record.supersededBy, certainty: 'observed' };
    }
    if (record.openedFor === null) return null;
    for (const { by, reason } of this.#refusing.get(record.openedFor) ?? []) {
      const cause = CAUSES[reason];
      if (
        cause === null ||
        by.id === record.id ||
        !wasOpen(by, record) ||
        comparePools(by, record) !== 'same'
      )
        continue;
      return { cause, sharedWith: by.id, certainty: 'observed' };
    }
    return null;
  }
}

function wasOpen(by: ConnectionRecord, at: ConnectionRecord): boolean {
  if (at.openedAt === null) return false;
  const until = by.closedAt ?? Number.POSITIVE_INFINITY;
  return (by.openedAt ?? Number.NEGATIVE_INFINITY) < at.openedAt && at.openedAt < until;
}
