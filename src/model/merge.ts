import type { EvidenceSource } from './capture.ts';

/** Later sources know better: when two state the same fact, the later one's value is shown. */
const PRECEDENCE: readonly EvidenceSource[] = [
  'webrequest',
  'har',
  'chrome-trace',
  'cdp',
  'moz-log',
  'netlog',
];

/** The facts each source stated about one thing, added to as it speaks. The weaker ones stay as support. */
export type FactsBySource<T> = Partial<Record<EvidenceSource, Partial<T>>>;

/** Adds facts of one source to what it stated before. Null or absent facts say nothing. */
export function addFacts<T extends object>(
  bySource: FactsBySource<T>,
  source: EvidenceSource,
  facts: Partial<T>,
): void {
  const known = bySource[source];
  if (known === undefined) bySource[source] = overlay<Partial<T>>({}, facts);
  else put(known, facts);
}

/** Folds the facts of all sources over `empty`, the best source last. */
export function foldFacts<T extends object>(empty: T, bySource: FactsBySource<T>): T {
  const folded = { ...empty };
  for (const source of PRECEDENCE) {
    const facts = bySource[source];
    if (facts !== undefined) put<Partial<T>>(folded, facts);
  }
  return folded;
}

/** The sources that said anything, the best first. */
export function sourcesOf(bySource: Partial<Record<EvidenceSource, unknown>>): EvidenceSource[] {
  return PRECEDENCE.filter((source) => bySource[source] !== undefined).reverse();
}

/** What the best source said. */
export function bestSource<T>(bySource: Partial<Record<EvidenceSource, T>>): T | null {
  for (const source of PRECEDENCE.toReversed()) {
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
