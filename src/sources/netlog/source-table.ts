/** At least this many finished sources are remembered for late events, and at most twice as many. */
const REMEMBERED = 250;

/**
 * The states of the sources of one kind, by id. A finished source is forgotten after some time, so that memory grows with
 * the open sources and not with the log.
 */
export class SourceTable<T> {
  readonly #make: (id: number) => T;
  readonly #remembered: number;
  /** Open sources, and finished ones that are still remembered. */
  readonly #states = new Map<number, T>();
  /** In the order in which they finished. */
  readonly #finished = new Set<number>();

  constructor(make: (id: number) => T, remembered = REMEMBERED) {
    this.#make = make;
    this.#remembered = remembered;
  }

  /** How many sources are held. */
  get size(): number {
    return this.#states.size;
  }

  get(id: number | null): T | undefined {
    return id === null ? undefined : this.#states.get(id);
  }

  /** The state of a source. It is created when the beginning of the source is not in the log. */
  at(id: number): T {
    let state = this.#states.get(id);
    if (state === undefined) {
      state = this.#make(id);
      this.#states.set(id, state);
    }
    return state;
  }

  finish(id: number): void {
    if (!this.#states.has(id)) return;
    this.#finished.add(id);
    if (this.#finished.size >= 2 * this.#remembered) this.#forget(this.#remembered);
  }

  *open(): Iterable<T> {
    for (const [id, state] of this.#states) if (!this.#finished.has(id)) yield state;
  }

  #forget(count: number): void {
    let left = count;
    for (const id of this.#finished) {
      if (left === 0) return;
      this.#finished.delete(id);
      this.#states.delete(id);
      left -= 1;
    }
  }
}
