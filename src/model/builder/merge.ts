import type { EvidenceSource } from '../capture.ts';
import { SOURCES_BEST_FIRST } from '../evidence-sources.ts';

const BEST_LAST = SOURCES_BEST_FIRST.toReversed();

/** The facts that each source stated about one thing. Facts of a lower rank stay where no other source states them. */
export type FactsBySource<T> = Partial<Record<EvidenceSource, Partial<T>>>;

/** Adds facts of one source to what it stated before. Null or absent facts say nothing. */
export function addFacts<T extends object>(
  bySource: FactsBySource<T>,
  source: EvidenceSource,
  facts: Partial<T>,
): void {
  const known = bySource[source];
  // Not `{ ...facts }`: V8 leaves no room in such a copy, so later facts cost 2 KB of memory per request.
  if (known === undefined) bySource[source] = overlay<Partial<T>>({}, facts);
  else put(known, facts);
}

/** Folds the facts of all sources over a copy of `empty`, the best source last, and `over` on top of them. */
export function foldFacts<T extends object>(empty: T, bySource: FactsBySource<T>, over: Partial<T> = {}): T {
  const folded = { ...empty };
  for (const source of BEST_LAST) {
    const facts = bySource[source];
    if (facts !== undefined) put<Partial<T>>(folded, facts);
  }
  put<Partial<T>>(folded, over);
  return folded;
}

/** The sources that stated anything, the best first. */
export function sourcesOf(bySource: Partial<Record<EvidenceSource, unknown>>): EvidenceSource[] {
  return SOURCES_BEST_FIRST.filter((source) => bySource[source] !== undefined);
}

/** What the best source stated. */
export function bestSource<T>(bySource: Partial<Record<EvidenceSource, T>>): T | null {
  for (const source of SOURCES_BEST_FIRST) {
    const said = bySource[source];
    if (said !== undefined) return said;
  }
  return null;
}

/** `over` on top of `base`; null and absent values of `over` leave `base` as it is. */
export function overlay<T extends object>(base: T, over: Partial<T>): T {
  const merged = { ...base };
  put<Partial<T>>(merged, over);
  return merged;
}

/** The same in `target` itself. Facts are plain objects: what they inherit has no keys. */
function put<T extends object>(target: T, over: T): void {
  for (const key in over) {
    const value = over[key];
    if (value !== undefined && value !== null) target[key] = value;
  }
}
