/** At least so many finished sources are remembered, for events that come late, and at most twice as many. */
const REMEMBERED = 250;

/**
 * The state of one kind of sources by their id. A finished one is forgotten some time later, so that memory
 * grows with what is open and not with the log.
 */
export class SourceTable<T> {
  readonly #make: (id: number) => T;
  readonly #remembered: number;
  readonly #open = new Map<number, T>();
  /** Two generations: the older is dropped whole when the younger is full. */
  #finished = new Map<number, T>();
  #finishedBefore = new Map<number, T>();

  constructor(make: (id: number) => T, remembered = REMEMBERED) {
    this.#make = make;
    this.#remembered = remembered;
  }

  /** How many are held. */
  get size(): number {
    return this.#open.size + this.#finished.size + this.#finishedBefore.size;
  }

  get(id: number | null): T | undefined {
    if (id === null) return undefined;
    return this.#open.get(id) ?? this.#finished.get(id) ?? this.#finishedBefore.get(id);
  }

  /** The one of that id; made now when its beginning is not in the log. */
  at(id: number): T {
    let state = this.get(id);
    if (state === undefined) {
      state = this.#make(id);
      this.#open.set(id, state);
    }
    return state;
  }

  finish(id: number): void {
    const state = this.#open.get(id);
    if (state === undefined) return;
    this.#open.delete(id);
    this.#finished.set(id, state);
    if (this.#finished.size < this.#remembered) return;
    this.#finishedBefore = this.#finished;
    this.#finished = new Map();
  }

  open(): Iterable<T> {
    return this.#open.values();
  }
}
