/**
 * What was made of the keys that came lately: of the last `capacity` at least, of twice as many at most. For logs, which
 * say the same again and again; keys that come once cost a look-up and hold no memory for long.
 */
export class Recent<V> {
  readonly #make: (key: string) => V;
  readonly #capacity: number;
  /** Two generations: the older is dropped whole when the younger is full. */
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(make: (key: string) => V, capacity: number) {
    this.#make = make;
    this.#capacity = capacity;
  }

  /** The very value that was made before, where it is still there. */
  get(key: string): V {
    const known = this.#young.get(key);
    return known === undefined ? this.#renew(key) : known;
  }

  #renew(key: string): V {
    const value = this.#old.get(key) ?? this.#make(key);
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
