/**
 * What was made of the keys that came lately: of the last `capacity` at least, of twice as many at most. For logs, which
 * say the same again and again; keys that come once cost a look-up and hold no memory for long.
 */
export class Recent<V> {
  readonly #capacity: number;
  /** Two generations: the older is dropped whole when the younger is full. */
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The very value that was made before, where it is still there; else the one that `make` makes. */
  get(key: string, make: (key: string) => V): V {
    const known = this.#young.get(key);
    return known === undefined ? this.#renew(key, make) : known;
  }

  #renew(key: string, make: (key: string) => V): V {
    const value = this.#old.get(key) ?? make(key);
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
