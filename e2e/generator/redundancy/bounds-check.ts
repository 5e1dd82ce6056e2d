import type { AnalysedConnection, Analysis, RedundancyCause } from '../../../src/analysis/analysis.ts';
import { CAUSES } from './plan.ts';
import type { TrueConnection } from './truth.ts';

/** The number of connections of a run with a cause, and the bounds that a source gives for it. */
export interface Bounds {
  readonly cause: RedundancyCause;
  /** Less than `most` where the times in the log are too close to decide. */
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
 * Compares the bounds of an incomplete source with the truth about the connections that it reports, and each cause that
 * it states as certain with the truth about that connection.
 * @param byId the truth by the browser's own id, which HAR, CDP and NetLog have in common
 */
export function checkBounds(
  { connections, summary }: Analysis,
  byId: ReadonlyMap<string, TrueConnection>,
): BoundsCheck {
  const reported = [...connections.keys()].flatMap((id) => byId.get(id) ?? []);
  const bounds = CAUSES.map((cause): Bounds => {
    const may = reported.filter(({ causes }) => causes.has(cause));
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

/** An inferred cause may be wrong, as often as its confidence allows. */
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
