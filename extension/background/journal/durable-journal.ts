import type { Evidence } from '../../../src/model/evidence.ts';
import { Journal, type JournalRecord } from './journal.ts';
import {
  type Changes,
  STORED_VERSION,
  StoredJournal,
  type StoredMeta,
  type StoredTab,
} from './stored-journal.ts';

/** The state of a capture that the copy holds besides the journal. */
export type CaptureState = Pick<StoredMeta, 'requestWindow' | 'keepLog' | 'deep' | 'devtoolsSession'>;

/**
 * One tab's journal and its copy in `storage.session`, the browser's memory. Readers receive only what the copy holds,
 * so that nothing they have received is lost when the browser stops the worker.
 */
export class DurableJournal {
  readonly #newId: () => string;
  readonly #store: StoredJournal;
  #journal: Journal;
  /** The last record that the copy holds, and the last that was handed to the saver. */
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

  /** For reading only. */
  get journal(): Journal {
    return this.#journal;
  }

  get records(): readonly JournalRecord[] {
    return this.#journal.records;
  }

  /** The DevTools page's number of the first record whose content is missing. */
  get firstMissing(): number | null {
    return this.#journal.firstMissing;
  }

  /** The last record that readers may receive. */
  get publishable(): number {
    return Math.min(this.#saved, this.#journal.readable);
  }

  append(events: readonly Evidence[], page: number | null): void {
    this.#store.add(this.#journal.append(events, page));
  }

  /** Restores the content of a record that the DevTools page sent again. The copy already has its number. */
  fill(page: number, events: readonly Evidence[]): void {
    this.#journal.fill(page, events);
  }

  dropMissing(): void {
    this.#journal.dropMissing();
  }

  /** About how much the records hold, as JSON. */
  get chars(): number {
    return this.#journal.chars;
  }

  /** Keeps the latest records: at most `records` of them, and at most `chars` as JSON. */
  trim(records: number, chars: number): void {
    this.#journal.trim(records, chars);
    this.#store.rewrite(this.records);
  }

  /** Removes the requests except those that stay. Facts about connections are kept. */
  clear(stays: (event: Evidence) => boolean): void {
    this.#journal.clear(stays, isKnowledge);
    this.#store.rewrite(this.records);
  }

  /** Replaces the journal with a new one that begins with these records. */
  replaceWith(beginning: readonly (readonly Evidence[])[]): void {
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
    return this.#store.take({
      version: STORED_VERSION,
      journal: id,
      next: last + 1,
      clearedAt,
      chunks,
      ...state,
    });
  }

  saved(): void {
    this.#saved = this.#taken;
  }

  /** The copy could not be written. Readers continue without it, and are warned once. */
  notSaved(): void {
    if (!this.records.some(({ events }) => events?.includes(NOT_STORED))) {
      // After a restart, the worker would use the numbers of the unsaved records again. Under a new id, readers
      // start from the beginning then.
      this.#journal = this.#journal.renamed(this.#newId());
      this.#journal.append([NOT_STORED], null);
    }
    this.#saved = this.#journal.last;
  }

  /** Every key that it uses in `storage.session`. */
  keys(): string[] {
    return this.#store.keys();
  }
}

/** What remains after a clear: facts that are not about one request. The builder keeps the same. */
function isKnowledge({ kind }: Evidence): boolean {
  return kind !== 'request' && kind !== 'attempt' && kind !== 'problem';
}

const NOT_STORED: Evidence = {
  kind: 'problem',
  problem: {
    code: 'restart-loses',
    message:
      'The browser’s memory for this extension is full. If the browser stops the extension’s background worker, what the worker records from now on is lost. Clear the capture to make room.',
  },
};
