import type { FeatureValue } from './features.ts';

interface NthValue extends FeatureValue {
  readonly nth: number;
}

/** The values of one feature in some of an origin's answers, in their order. */
export class Values {
  readonly #keys = new Set<string>();
  #first: NthValue | null = null;

  /** @param nth which of the origin's answers it is */
  add(value: FeatureValue, nth: number): void {
    this.#keys.add(value.key);
    this.#first ??= { ...value, nth };
  }

  /** Null when there is none. */
  get first(): NthValue | null {
    return this.#first;
  }

  /** The number of different values. */
  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }
}

/** Whether one of several lists has the key. The lists are not merged: they are long, and searched often. */
export function hasKey(several: readonly Values[], key: string): boolean {
  return several.some((values) => values.has(key));
}

/** The first value of all lists; null if there is none. */
export function firstOf(several: readonly Values[]): NthValue | null {
  let first: NthValue | null = null;
  for (const { first: one } of several) {
    if (one !== null && (first === null || one.nth < first.nth)) first = one;
  }
  return first;
}

/** Whether this is the only value. */
export function areAll(several: readonly Values[], key: string): boolean {
  return several.every((values) => values.size === 0 || (values.size === 1 && values.has(key)));
}
