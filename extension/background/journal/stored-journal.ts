import type { Evidence } from '../../../src/model/evidence.ts';
import { asArray, asNumber, asObject, asString } from '../../../src/sources/json.ts';
import { isEvidence } from '../../protocol/guards.ts';
import type { RequestWindowState } from '../tabs/request-window.ts';
import type { JournalRecord } from './journal.ts';

/**
 * The version of the stored format. Browsers empty `storage.session` when the extension is updated, so the format of
 * another version is never converted, only ignored.
 */
export const STORED_VERSION = 2;

/** What `storage.session` holds of one tab besides its records. The browser keeps it in memory, never on disk. */
export interface StoredMeta {
  readonly version: typeof STORED_VERSION;
  readonly journal: string;
  readonly next: number;
  readonly clearedAt: number;
  readonly chunks: readonly number[];
  readonly requestWindow: RequestWindowState;
  readonly keepLog: boolean;
  /** Whether deep capture was on. */
  readonly deep: boolean;
  /** The DevTools page and the last of its records that is in the journal; null without DevTools. */
  readonly devtoolsSession: { readonly page: string; readonly have: number } | null;
}

export interface StoredTab {
  readonly tabId: number;
  readonly meta: StoredMeta;
  readonly records: readonly JournalRecord[];
}

export interface Changes {
  readonly set: Record<string, unknown>;
  readonly remove: readonly string[];
}

/** A record of the DevTools page is stored by its number only, because the page can send it again. */
interface StoredRecord {
  readonly seq: number;
  readonly events?: readonly Evidence[];
  readonly page?: number;
}

/** The last chunk is rewritten with every change, so chunks are small. */
const CHUNK_CHARS = 16_384;

/** Stores the records of one journal in chunks, so that saving a new record does not rewrite all of them. */
export class StoredJournal {
  readonly #tabId: number;
  readonly #chunks = new Map<number, StoredRecord[]>();
  readonly #unsaved = new Set<number>();
  readonly #gone = new Set<number>();
  #open = -1;
  #openChars = 0;

  constructor(tabId: number, chunks: readonly number[] = []) {
    this.#tabId = tabId;
    // Chunks from before a restart are complete. They stay unchanged until the journal is rewritten.
    for (const chunk of chunks) this.#chunks.set(chunk, []);
    this.#open = Math.max(-1, ...chunks);
    this.#openChars = Number.POSITIVE_INFINITY;
  }

  get chunks(): readonly number[] {
    return [...this.#chunks.keys()];
  }

  add({ seq, events, page }: JournalRecord): void {
    const record: StoredRecord = page === null ? { seq, events: events ?? [] } : { seq, page };
    if (this.#openChars >= CHUNK_CHARS) {
      this.#open += 1;
      this.#openChars = 0;
      this.#chunks.set(this.#open, []);
    }
    this.#openChars += page === null ? JSON.stringify(record).length : 24;
    this.#chunks.get(this.#open)?.push(record);
    this.#unsaved.add(this.#open);
  }

  /** Replaces all chunks, after records in the middle were changed or removed. */
  rewrite(records: readonly JournalRecord[]): void {
    for (const chunk of this.#chunks.keys()) this.#gone.add(chunk);
    this.#chunks.clear();
    this.#unsaved.clear();
    this.#openChars = Number.POSITIVE_INFINITY;
    for (const record of records) this.add(record);
  }

  take(meta: StoredMeta): Changes {
    const set: Record<string, unknown> = { [metaKey(this.#tabId)]: meta };
    for (const chunk of this.#unsaved) set[chunkKey(this.#tabId, chunk)] = this.#chunks.get(chunk);
    const remove = [...this.#gone].map((chunk) => chunkKey(this.#tabId, chunk));
    this.#unsaved.clear();
    this.#gone.clear();
    return { set, remove };
  }

  /** Every key that it may have written. */
  keys(): string[] {
    const chunks = [...this.#chunks.keys(), ...this.#gone];
    return [metaKey(this.#tabId), ...chunks.map((chunk) => chunkKey(this.#tabId, chunk))];
  }
}

/** Reads what the worker stored before it was stopped. Invalid items are ignored. */
export function readStored(items: Readonly<Record<string, unknown>>): StoredTab[] {
  const tabs: StoredTab[] = [];
  for (const [key, value] of Object.entries(items)) {
    const tabId = /^tab (\d+)$/.exec(key)?.[1];
    const meta = metaOf(value);
    if (tabId === undefined || meta === null) continue;
    const chunks = meta.chunks.flatMap((chunk) => asArray(items[chunkKey(Number(tabId), chunk)]) ?? []);
    const records = chunks.map(recordOf).filter((record) => record !== null);
    tabs.push({ tabId: Number(tabId), meta, records });
  }
  return tabs;
}

function metaOf(value: unknown): StoredMeta | null {
  const meta = asObject(value);
  const isValid =
    meta?.version === STORED_VERSION &&
    asString(meta.journal) !== null &&
    asNumber(meta.next) !== null &&
    asNumber(meta.clearedAt) !== null &&
    asArray(meta.chunks)?.every((chunk) => asNumber(chunk) !== null) &&
    asArray(asObject(meta.requestWindow)?.pauses) !== null;
  return isValid ? (value as StoredMeta) : null;
}

function recordOf(value: unknown): JournalRecord | null {
  const seq = asNumber(asObject(value)?.seq);
  if (seq === null) return null;
  const page = asNumber(asObject(value)?.page);
  if (page !== null) return { seq, events: null, page };
  const events = asArray(asObject(value)?.events);
  return events?.every(isEvidence) ? { seq, events: events as readonly Evidence[], page: null } : null;
}

const metaKey = (tabId: number): string => `tab ${tabId}`;
const chunkKey = (tabId: number, chunk: number): string => `tab ${tabId} ${chunk}`;
