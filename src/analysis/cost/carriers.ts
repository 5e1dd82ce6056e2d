import type { ConnectionId, ConnectionRecord, EpochMs } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { comparePools } from '../../model/pool.ts';
import type { AnalysedConnection } from '../analysis.ts';

/** Looks up connections for the cost of a 421. */
export class Carriers {
  readonly #all: ReadonlyMap<ConnectionId, AnalysedConnection>;
  #unused: ReadonlyMap<Origin, readonly Opened[]> | null = null;

  constructor(all: ReadonlyMap<ConnectionId, AnalysedConnection>) {
    this.#all = all;
  }

  of(id: ConnectionId): ConnectionRecord | undefined {
    return this.#all.get(id)?.record;
  }

  /**
   * Connections that were opened for this origin after the one attempt was answered and before the other was sent, in
   * the pool of the other, and never used. Firefox 153 opened more than 250 of them in 11 s for an origin that an ORIGIN frame
   * listed where it was answered 421 (measured: `firefox/origin` among the captures of the tests).
   */
  givenUpBetween(
    origin: Origin | null,
    lost: { readonly endedAt: EpochMs | null },
    next: { readonly startedAt: EpochMs | null; readonly connection: ConnectionId | null },
  ): ConnectionRecord[] {
    const [from, until] = [lost.endedAt, next.startedAt];
    const used = next.connection === null ? undefined : this.of(next.connection);
    if (origin === null || from === null || until === null || used === undefined) return [];
    this.#unused ??= byOrigin([...this.#all.values()].filter(({ attempts }) => attempts.length === 0));
    const opened = this.#unused.get(origin) ?? [];
    const found: ConnectionRecord[] = [];
    for (let i = firstIndex(opened.length, (at) => (opened[at]?.at ?? 0) >= from); ; i += 1) {
      const each = opened[i];
      if (each === undefined || each.at > until) return found;
      if (comparePools(each.record, used) === 'same') found.push(each.record);
    }
  }
}

interface Opened {
  readonly record: ConnectionRecord;
  readonly at: EpochMs;
}

function byOrigin(all: readonly AnalysedConnection[]): Map<Origin, Opened[]> {
  const groups = new Map<Origin, Opened[]>();
  for (const { record } of all) {
    const { openedFor, openedAt: at } = record;
    if (openedFor === null || at === null) continue;
    append(groups, openedFor, { record, at });
  }
  for (const group of groups.values()) group.sort((a, b) => a.at - b.at);
  return groups;
}
