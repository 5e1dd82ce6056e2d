import type { AnalysedConnection, Analysis, RedundancyCause } from '../../../src/analysis/analysis.ts';
import { CAUSES } from './plan.ts';
import type { TrueConnection } from './truth.ts';

/** How many connections of a run have a cause, and between which bounds a source says that they are. */
export interface Bounds {
  readonly cause: RedundancyCause;
  /** Fewer than `most` where the log's times are too close to say. */
  readonly least: number;
  readonly most: number;
  readonly lower: number;
  readonly upper: number;
}

export interface BoundsCheck {
  readonly bounds: readonly Bounds[];
  readonly differences: readonly string[];
}

/**
 * Holds the bounds of a source that does not tell everything against the truth, over the connections that it tells
 * of, and what it states as certain against the truth of each.
 * @param byId the truth by the browser's own id, which HAR, CDP and NetLog have in common
 */
export function checkBounds(
  { connections, summary }: Analysis,
  byId: ReadonlyMap<string, TrueConnection>,
): BoundsCheck {
  const told = [...connections.keys()].flatMap((id) => byId.get(id) ?? []);
  const bounds = CAUSES.map((cause): Bounds => {
    const may = told.filter(({ causes }) => causes.has(cause));
    return {
      cause,
      least: may.filter(({ causes }) => causes.size === 1).length,
      most: may.length,
      lower: summary.redundantConnections[cause] ?? 0,
      upper: summary.redundantAtMost[cause] ?? 0,
    };
  });
  const outside = bounds.flatMap(({ cause, least, most, lower, upper }) =>
    lower > most || upper < least
      ? [
          `${cause}: between ${lower} and ${upper}, but it was ${least === most ? least : `${least} to ${most}`}`,
        ]
      : [],
  );
  return {
    bounds,
    differences: [...outside, ...[...connections.values()].flatMap((each) => wrong(each, byId))],
  };
}

/** What is inferred may be wrong, as often as its confidence says. */
function wrong(
  { record: { id }, redundant }: AnalysedConnection,
  byId: ReadonlyMap<string, TrueConnection>,
): string[] {
  const truth = byId.get(id);
  if (truth === undefined || redundant === null) return [];
  const { cause, certainty } = redundant;
  if (certainty === 'unknown' || certainty === 'inferred' || truth.causes.has(cause)) return [];
  return [`connection ${id}: ${cause} (${certainty}), but it was ${[...truth.causes].join(' or ')}`];
}
