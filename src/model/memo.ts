export interface MemoOptions {
  /** Keeps the values of at least this many recent keys, and of at most twice as many. */
  readonly capacity?: number;
  /** Keys of this length and more are not kept: they would hold too much memory. */
  readonly longest?: number;
}

/**
 * Remembers the values of recent keys, for texts that occur repeatedly. Its size is bounded, because the texts come from
 * files: a key that occurs once costs a look-up and does not use memory for long.
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
