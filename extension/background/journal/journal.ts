import type { Evidence } from '../../../src/model/evidence.ts';
import type { EvidenceBatch } from '../../../ui/host.ts';

/** One piece of a journal. Its number never changes, so a reader can say how far it has read. */
export interface JournalRecord {
  readonly seq: number;
  /** Null when the worker was stopped since, and the DevTools page has not said it again yet. */
  events: readonly Evidence[] | null;
  /** The DevTools page's number for it, null for what the worker saw itself. */
  readonly page: number | null;
}

/**
 * What was seen of one tab, in order. Clearing leaves what is known of connections, then a mark, then the
 * requests that stay; a reader behind the mark is told to clear.
 */
export class Journal {
  readonly id: string;
  #records: JournalRecord[];
  #next: number;
  #clearedAt: number;
  #holes: number;

  constructor(id: string, records: readonly JournalRecord[] = [], next = 1, clearedAt = 0) {
    this.id = id;
    this.#records = [...records];
    this.#next = next;
    this.#clearedAt = clearedAt;
    this.#holes = records.filter(({ events }) => events === null).length;
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** The number of the last record. */
  get last(): number {
    return this.#next - 1;
  }

  /** The number of the mark, 0 when it was never cleared. */
  get clearedAt(): number {
    return this.#clearedAt;
  }

  /** Up to here everything can be told; behind it is a record whose content is not back yet. */
  get readable(): number {
    const hole = this.#firstHole();
    return hole === undefined ? this.last : hole.seq - 1;
  }

  /** The DevTools page's number of the first record whose content is missing. */
  get firstHole(): number | null {
    return this.#firstHole()?.page ?? null;
  }

  append(events: readonly Evidence[] | null, page: number | null): JournalRecord {
    const record = { seq: this.#next++, events, page };
    this.#records.push(record);
    if (events === null) this.#holes += 1;
    return record;
  }

  /** Puts back what the DevTools page said before the worker was stopped. */
  fill(page: number, events: readonly Evidence[]): void {
    const hole = this.#records.find((record) => record.page === page && record.events === null);
    if (hole === undefined) return;
    hole.events = events;
    this.#holes -= 1;
  }

  /** Gives up what nobody can say again. */
  dropHoles(): void {
    for (const record of this.#records) record.events ??= [];
    this.#holes = 0;
  }

  /** The same under another name: readers of this one then start again. */
  renamed(id: string): Journal {
    return new Journal(id, this.#records, this.#next, this.#clearedAt);
  }

  clear(stays: (event: Evidence) => boolean, isKnowledge: (event: Evidence) => boolean): void {
    const before = this.#records;
    this.#records = [];
    this.#holes = 0;
    const told = new Set<string>();
    for (const { seq, events } of before) {
      // HAR entries repeat what they say of a connection; once is enough.
      const kept = (events ?? []).filter((event) => isKnowledge(event) && isNew(told, event));
      if (kept.length > 0) this.#records.push({ seq, events: kept, page: null });
    }
    if (this.#records.length > MAX_KNOWLEDGE) this.#records.splice(0, this.#records.length - MAX_KNOWLEDGE);
    this.#clearedAt = this.#next++;
    for (const { events, page } of before) {
      if (events === null) this.append(null, page);
      else if (events.some(stays))
        this.append(
          events.filter((event) => stays(event) || isKnowledge(event)),
          page,
        );
    }
  }

  /** Forgets the oldest records. */
  trim(keep: number): void {
    this.#records.splice(0, this.#records.length - keep);
  }

  /** What a reader lacks that has read this journal up to `since` (0: nothing), as far as `upTo`. */
  pieces(since: number, upTo: number): JournalPiece[] {
    const mark = this.#clearedAt;
    const first = since === 0 ? 'reset' : 'nothing';
    if (mark <= since || mark > upTo) return this.#cut(first, since, upTo);
    const knowledge = this.#cut(first, since, mark);
    const hasKnowledge = knowledge.some(({ batch }) => batch.events.length > 0);
    const nothingYet = since === 0 && !hasKnowledge;
    return [...(hasKnowledge ? knowledge : []), ...this.#cut(nothingYet ? 'reset' : 'clear', mark, upTo)];
  }

  #firstHole(): JournalRecord | undefined {
    return this.#holes === 0 ? undefined : this.#records.find(({ events }) => events === null);
  }

  /** Pieces small enough for one message each; every one says where it ends, so that a lost link loses none. */
  #cut(before: EvidenceBatch['before'], after: number, upTo: number): JournalPiece[] {
    const pieces: JournalPiece[] = [];
    let events: Evidence[] = [];
    for (const record of this.#records.slice(this.#indexAfter(after))) {
      if (record.seq > upTo) break;
      events.push(...(record.events ?? []));
      if (events.length < PIECE) continue;
      pieces.push({ batch: { before: pieces.length === 0 ? before : 'nothing', events }, upTo: record.seq });
      events = [];
    }
    pieces.push({ batch: { before: pieces.length === 0 ? before : 'nothing', events }, upTo });
    return pieces;
  }

  /** Readers are near the end, so look from there. */
  #indexAfter(seq: number): number {
    let index = this.#records.length;
    while (index > 0 && (this.#records[index - 1]?.seq ?? 0) > seq) index -= 1;
    return index;
  }
}

export interface JournalPiece {
  readonly batch: EvidenceBatch;
  readonly upTo: number;
}

/** Events in one message: some MB at most. */
const PIECE = 1_000;
/** A tab that goes through many pages keeps the latest it knows of connections. */
const MAX_KNOWLEDGE = 1_000;

function isNew(told: Set<string>, event: Evidence): boolean {
  const size = told.size;
  return told.add(JSON.stringify(event)).size > size;
}
