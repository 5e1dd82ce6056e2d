import type { Evidence } from '../../../src/model/evidence.ts';
import { Journal, type JournalRecord } from './journal.ts';
import { type Changes, StoredJournal, type StoredMeta, type StoredTab } from './stored-journal.ts';

/** What the copy holds besides the journal itself. */
export type CaptureState = Pick<StoredMeta, 'admission' | 'keepLog' | 'deep' | 'session'>;

/**
 * One tab's journal and its copy in the browser's memory. A reader is told only what the copy has, so that what it
 * was told is never lost when the worker is stopped.
 */
export class DurableJournal {
  readonly #newId: () => string;
  readonly #store: StoredJournal;
  #journal: Journal;
  /** The last record that the copy has, and the last that was handed over for it. */
  #saved: number;
  #taken: number;

  constructor(tabId: number, newId: () => string, stored: StoredTab | null) {
    this.#newId = newId;
    this.#store = new StoredJournal(tabId, stored?.meta.chunks);
    const { journal: id = newId(), next, clearedAt } = stored?.meta ?? {};
    this.#journal = new Journal(id, stored?.records, next, clearedAt);
    this.#saved = this.#journal.last;
    this.#taken = this.#saved;
  }

  /** To be read only. */
  get journal(): Journal {
    return this.#journal;
  }

  get records(): readonly JournalRecord[] {
    return this.#journal.records;
  }

  /** The DevTools page's number of the first record whose content is missing. */
  get firstHole(): number | null {
    return this.#journal.firstHole;
  }

  /** Readers may be told everything up to here. */
  get publishable(): number {
    return Math.min(this.#saved, this.#journal.readable);
  }

  append(events: readonly Evidence[], page: number | null): void {
    this.#store.add(this.#journal.append(events, page));
  }

  /** Puts back what the DevTools page said before the worker was stopped; the copy knows its number already. */
  fill(page: number, events: readonly Evidence[]): void {
    this.#journal.fill(page, events);
  }

  dropHoles(): void {
    this.#journal.dropHoles();
  }

  trim(keep: number): void {
    this.#journal.trim(keep);
    this.#store.rewrite(this.records);
  }

  /** Keeps what is known of connections and the requests that stay. */
  clear(stays: (event: Evidence) => boolean): void {
    this.#journal.clear(stays, isKnowledge);
    this.#store.rewrite(this.records);
  }

  /** Another journal, which begins with these. */
  restart(beginning: readonly (readonly Evidence[])[]): void {
    this.#journal = new Journal(this.#newId());
    this.#saved = 0;
    this.#taken = 0;
    for (const events of beginning) this.#journal.append(events, null);
    this.#store.rewrite(this.records);
  }

  take(state: CaptureState): Changes {
    const { id, last, clearedAt } = this.#journal;
    this.#taken = last;
    const { chunks } = this.#store;
    return this.#store.take({ version: 1, journal: id, next: last + 1, clearedAt, chunks, ...state });
  }

  saved(): void {
    this.#saved = this.#taken;
  }

  /** It goes on without a copy, and says so once. */
  notSaved(): void {
    if (!this.records.some(({ events }) => events?.includes(NOT_STORED))) {
      // The copy's numbers will be used again after a restart, so this journal takes another name, and its
      // readers start again then.
      this.#journal = this.#journal.renamed(this.#newId());
      this.#journal.append([NOT_STORED], null);
    }
    this.#saved = this.#journal.last;
  }

  /** Everything it keeps in the browser's memory. */
  keys(): string[] {
    return this.#store.keys();
  }
}

/** What a clear leaves, as the builder does. */
function isKnowledge({ kind }: Evidence): boolean {
  return kind !== 'request' && kind !== 'attempt' && kind !== 'problem';
}

const NOT_STORED: Evidence = {
  kind: 'problem',
  problem: {
    code: 'restart-loses',
    message:
      'The browser has no memory left for this capture: should it stop the extension’s background worker, what the worker saw since now would be lost. Clear the capture to make room.',
  },
};
