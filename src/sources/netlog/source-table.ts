/** At least so many finished sources are remembered, for events that come late, and at most twice as many. */
const REMEMBERED = 250;

/**
 * The state of one kind of sources by their id. A finished one is forgotten some time later, so that memory
 * grows with what is open and not with the log.
 */
export class SourceTable<T> {
  readonly #make: (id: number) => T;
  readonly #remembered: number;
  /** The open ones, and the finished ones that are remembered. */
  readonly #states = new Map<number, T>();
  /** In the order of their ends. */
  readonly #finished = new Set<number>();

  constructor(make: (id: number) => T, remembered = REMEMBERED) {
    this.#make = make;
    this.#remembered = remembered;
  }

  /** How many are held. */
  get size(): number {
    return this.#states.size;
  }

  get(id: number | null): T | undefined {
    return id === null ? undefined : this.#states.get(id);
  }

  /** The one of that id; made now when its beginning is not in the log. */
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
