import type { EpochMs } from '../../../src/model/capture.ts';
import type { LaneDraft } from './lane-draft.ts';
import { finite } from './placement.ts';

export interface OrderedLane {
  readonly draft: LaneDraft;
  /** It is the first of its address. */
  readonly firstOfAddress: boolean;
}

interface Keyed {
  readonly draft: LaneDraft;
  readonly group: string;
  readonly first: EpochMs;
}

/**
 * Sorts connections by first use, grouped by address. Attempts on unknown connections come first, since users
 * want to inspect them; requests that needed no connection come last.
 */
export function sortLanes(drafts: readonly LaneDraft[], zero: EpochMs): OrderedLane[] {
  const keyed = drafts.map((draft) => ({ draft, group: groupOf(draft), first: firstUse(draft, zero) }));
  const groupFirst = new Map<string, EpochMs>();
  for (const { group, first } of keyed) {
    groupFirst.set(group, Math.min(first, groupFirst.get(group) ?? Number.POSITIVE_INFINITY));
  }
  const started = ({ group }: Keyed): EpochMs => groupFirst.get(group) ?? zero;
  keyed.sort(
    (a, b) =>
      rank(a.draft) - rank(b.draft) ||
      difference(started(a), started(b)) ||
      (a.group < b.group ? -1 : a.group > b.group ? 1 : 0) ||
      difference(a.first, b.first),
  );
  return keyed.map(({ draft, group }, i) => ({
    draft,
    firstOfAddress: i === 0 || keyed[i - 1]?.group !== group,
  }));
}

function rank({ kind }: LaneDraft): number {
  return kind === 'unknown' ? 0 : kind === 'connection' ? 1 : 2;
}

/** Infinity minus infinity is NaN, so equal values are handled first. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Without an address a connection is a group of its own: it cannot be assigned to another. */
function groupOf({ kind, id, connection }: LaneDraft): string {
  const remote = connection?.record.remote ?? null;
  if (remote !== null) return `to ${remote.address} ${remote.port}`;
  return kind === 'connection' ? `id ${id}` : kind;
}

function firstUse({ connection, placed }: LaneDraft, zero: EpochMs): EpochMs {
  const known = finite(connection?.firstAt ?? null);
  if (known !== null) return known;
  let first = Number.POSITIVE_INFINITY;
  for (const { place } of placed) if (place.timing !== 'none') first = Math.min(first, place.start);
  return placed.length > 0 && first === Number.POSITIVE_INFINITY ? zero : first;
}
