export interface MemoOptions {
  /** The values of the last so many keys are kept at least, of twice as many at most. */
  readonly capacity?: number;
  /** Keys of this length and more are not kept: they would hold too much memory. */
  readonly longest?: number;
}

/**
 * Remembers what was made from the keys that came lately, for texts that come again and again. It is bounded, since
 * those texts come from files: keys that come only once cost a look-up and hold no memory for long.
 */
export class Memo<V> {
  readonly #make: (key: string) => V;
  readonly #capacity: number;
  readonly #longest: number;
  /** Two generations: the older is dropped as a whole when the younger is full. */
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(make: (key: string) => V, { capacity = 10_000, longest = 512 }: MemoOptions = {}) {
    this.#make = make;
    this.#capacity = capacity;
    this.#longest = longest;
  }

  /** The very value that was made before, where it is still there. */
  get(key: string): V {
    const known = this.#young.get(key);
    return known === undefined ? this.#renew(key) : known;
  }

  #renew(key: string): V {
    const value = this.#old.get(key) ?? this.#make(key);
    if (key.length >= this.#longest) return value;
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
