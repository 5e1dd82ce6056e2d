import type { Changes } from './stored-journal.ts';

/** What is used of `storage.session`. */
export interface SessionArea {
  get(keys: null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface Saveable {
  /** What changed since it was asked last. */
  takeChanges(): Changes;
  saved(): void;
  /** There is no room; what was taken is not stored. */
  notSaved(): void;
}

/**
 * Writes changes as soon as they come, all that came meanwhile in one go. At most one write is under way:
 * a worker that is stopped loses what came within the last one, a third of a millisecond in our runs.
 */
export class Saver {
  readonly #area: SessionArea;
  readonly #waiting = new Set<Saveable>();
  #writing: Promise<void> | null = null;
  /** Asked for room when the quota is reached (10 MB for the extension): keys that can go. */
  makeRoom: () => string[] = () => [];

  constructor(area: SessionArea) {
    this.#area = area;
  }

  request(saveable: Saveable): void {
    this.#waiting.add(saveable);
    this.#writing ??= this.#write();
  }

  forget(saveable: Saveable, keys: readonly string[]): void {
    this.#waiting.delete(saveable);
    const before = this.#writing ?? Promise.resolve();
    void before.then(() => this.#attempt(() => this.#area.remove([...keys])));
  }

  /** When all that was asked for is written. */
  async idle(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async #write(): Promise<void> {
    // What else comes in this turn goes with it.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting];
      this.#waiting.clear();
      const changes = batch.map((saveable) => saveable.takeChanges());
      const stored = await this.#store(changes);
      for (const saveable of batch) {
        if (stored) saveable.saved();
        else saveable.notSaved();
      }
    }
    this.#writing = null;
  }

  async #store(changes: readonly Changes[]): Promise<boolean> {
    const items: Record<string, unknown> = Object.assign({}, ...changes.map(({ set }) => set));
    const remove = changes.flatMap((change) => change.remove);
    if (await this.#try(items, remove)) return true;
    const room = this.makeRoom();
    if (room.length > 0) await this.#attempt(() => this.#area.remove(room));
    return this.#try(items, []);
  }

  async #try(items: Record<string, unknown>, remove: string[]): Promise<boolean> {
    const stored = await this.#attempt(() => this.#area.set(items));
    // What goes is named by no tab any more once the new items are there, so it goes last.
    if (remove.length > 0) await this.#attempt(() => this.#area.remove(remove));
    return stored;
  }

  async #attempt(change: () => Promise<void>): Promise<boolean> {
    try {
      await change();
      return true;
    } catch (error) {
      console.warn('Coalescope: the browser has no room for more.', error);
      return false;
    }
  }
}
