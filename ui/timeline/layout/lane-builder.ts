import type { AnalysedConnection } from '../../../src/analysis/analysis.ts';
import type { EpochMs } from '../../../src/model/capture.ts';
import { visible } from '../../text/visible.ts';
import type { Bar, SetupPart } from './bar.ts';
import type { Extent } from './extent.ts';
import { type Lane, type Lifetime, laneHeight } from './lane.ts';
import type { LaneDraft, Placed } from './lane-draft.ts';
import { pack } from './pack-rows.ts';
import { finite, setupBefore } from './placement.ts';

interface Position {
  readonly index: number;
  readonly firstOfAddress: boolean;
  readonly top: number;
  /** The id of its first bar. */
  readonly firstBar: number;
  readonly extent: Extent;
}

/** Builds a lane: its attempts in order, in sub-rows where they overlap. */
export function buildLane(
  draft: LaneDraft,
  { index, firstOfAddress, top, firstBar, extent }: Position,
): Lane {
  const { zero } = extent;
  const timed = draft.placed
    .filter(({ place }) => place.timing !== 'none')
    .sort((a, b) => a.place.start - b.place.start);
  const untimed = draft.placed.filter(({ place }) => place.timing === 'none');
  const packed = pack(timed.map(({ place }) => place));
  const rows: Bar[][] = Array.from({ length: packed.count }, () => []);
  const barAt = (
    { request, index: attempt, place }: Placed,
    id: number,
    row: number,
    beside: number,
  ): Bar => ({
    id,
    request,
    attempt: request.attempts[attempt] ?? null,
    index: attempt,
    lane: index,
    row,
    start: place.start - zero,
    body: place.body - zero,
    end: place.end - zero,
    timing: place.timing,
    open: place.open,
    beside,
    label: labelOf(request.record.url),
    setup: shift(place.setup, zero),
  });
  const bars = timed.map((placed, i) => {
    const bar = barAt(placed, firstBar + i, packed.rows[i] ?? 0, 0);
    rows[bar.row]?.push(bar);
    return bar;
  });
  const unplaced = untimed.map((placed, i) => barAt(placed, firstBar + bars.length + i, packed.count, i));
  if (unplaced.length > 0) rows.push(unplaced);
  const { connection } = draft;
  return {
    index,
    kind: draft.kind,
    id: draft.id,
    connection,
    firstOfAddress,
    bars: [...bars, ...unplaced],
    rows,
    untimed: unplaced,
    setup: connection === null ? [] : shift(setupOf(connection, timed[0]), zero),
    lifetime: connection === null ? null : lifetimeOf(connection, extent),
    top,
    height: laneHeight(rows.length, firstOfAddress && draft.kind === 'connection'),
  };
}

/** The URL's last path segment, else its host: short, and without the query, which may contain secrets. */
function labelOf(url: string): string {
  const end = url.search(/[?#]/);
  const place = end < 0 ? url : url.slice(0, end);
  const slash = place.lastIndexOf('/', place.length - 2);
  return visible(place.slice(slash + 1, slash + 41), 40);
}

function shift(parts: readonly SetupPart[], zero: EpochMs): readonly SetupPart[] {
  if (parts.length === 0) return parts;
  return parts.map(({ phase, from, to }) => ({ phase, from: from - zero, to: to - zero }));
}

/**
 * The connection's setup, unless its first attempt already shows it. It starts when the connection was opened,
 * if it can end before the first use that way; otherwise it ends at the first use.
 */
function setupOf({ record }: AnalysedConnection, first: Placed | undefined): readonly SetupPart[] {
  if (record.setup === null || (first !== undefined && first.place.setup.length > 0)) return [];
  const openedAt = finite(record.openedAt);
  const use = first?.place.body ?? null;
  const length = -(setupBefore(record.setup, 0)[0]?.from ?? 0);
  if (openedAt !== null && (use === null || openedAt + length <= use)) {
    return setupBefore(record.setup, openedAt + length);
  }
  return use === null ? [] : setupBefore(record.setup, use);
}

function lifetimeOf({ record, firstAt, lastAt }: AnalysedConnection, extent: Extent): Lifetime | null {
  const from = finite(record.openedAt) ?? finite(firstAt);
  const closedAt = finite(record.closedAt);
  const to = closedAt ?? finite(lastAt);
  if (from === null || to === null || to < from) return null;
  // A connection is often closed long after the last request: the time beyond the axis is not drawn.
  return { from: from - extent.zero, to: to - extent.zero, closed: closedAt !== null };
}
