import type { FeatureValue } from './features.ts';

interface NthValue extends FeatureValue {
  readonly nth: number;
}

/** The values that one feature has in some of an origin's answers, which come in their order. */
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

  /** How many different ones. */
  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }
}

/** Whether one of several lists has it. None is put together with another: they are long, and asked for often. */
export function hasKey(several: readonly Values[], key: string): boolean {
  return several.some((values) => values.has(key));
}

/** The first of them all, null when there is none. */
export function firstOf(several: readonly Values[]): NthValue | null {
  let first: NthValue | null = null;
  for (const { first: one } of several) {
    if (one !== null && (first === null || one.nth < first.nth)) first = one;
  }
  return first;
}

/** Whether no other value than this one is there. */
export function areAll(several: readonly Values[], key: string): boolean {
  return several.every((values) => values.size === 0 || (values.size === 1 && values.has(key)));
}
