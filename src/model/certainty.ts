/**
 * How sure a statement is. One vocabulary for the whole project:
 *
 * - `observed`: a log or an event says so.
 * - `derived`: it follows by a documented rule of that browser from what was observed.
 * - `inferred`: a heuristic says so, with a confidence from 0 to 1.
 * - `unknown`: nothing says so.
 */
export type Certainty = 'observed' | 'derived' | 'inferred' | 'unknown';

const RANK: Readonly<Record<Certainty, number>> = { observed: 3, derived: 2, inferred: 1, unknown: 0 };

/** Positive when `a` is the better certainty, negative when `b` is, 0 when they are equal. */
export function compareCertainty(a: Certainty, b: Certainty): number {
  return RANK[a] - RANK[b];
}

/** The weaker of the two: a statement made from two others is no surer than either. */
export function weakerCertainty(a: Certainty, b: Certainty): Certainty {
  return RANK[a] <= RANK[b] ? a : b;
}
