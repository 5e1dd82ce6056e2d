import type { Evidence } from '../../../src/model/evidence.ts';
import type { EvidenceBatch } from '../../../ui/host.ts';

/** One entry of a journal. Its number never changes, so it identifies the position of a reader. */
export interface JournalRecord {
  readonly seq: number;
  /** Null after a restart of the worker, until the DevTools page has sent it again. */
  events: readonly Evidence[] | null;
  /** The number that the DevTools page gave it; null for what the worker itself observed. */
  readonly page: number | null;
}

/**
 * The evidence about one tab, in order. A clear leaves the facts about connections, then a mark, then the requests
 * that stay. A reader whose position is before the mark receives a clear.
 */
export class Journal {
  readonly id: string;
  #records: JournalRecord[];
  #next: number;
  #clearedAt: number;
  /** The number of records whose content is missing. */
  #missing: number;
  #chars: number;

  constructor(id: string, records: readonly JournalRecord[] = [], next = 1, clearedAt = 0) {
    this.id = id;
    this.#records = [...records];
    this.#next = next;
    this.#clearedAt = clearedAt;
    this.#missing = records.filter(({ events }) => events === null).length;
    this.#chars = charsOf(this.#records);
  }

  /** About how much the records hold: the characters of their JSON. */
  get chars(): number {
    return this.#chars;
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** The number of the last record. */
  get last(): number {
    return this.#next - 1;
  }

  /** The number of the mark; 0 when the journal was never cleared. */
  get clearedAt(): number {
    return this.#clearedAt;
  }

  /** The last record before the first one whose content is missing. */
  get readable(): number {
    const record = this.#firstMissing();
    return record === undefined ? this.last : record.seq - 1;
  }

  /** The DevTools page's number of the first record whose content is missing. */
  get firstMissing(): number | null {
    return this.#firstMissing()?.page ?? null;
  }

  append(events: readonly Evidence[] | null, page: number | null): JournalRecord {
    const record = { seq: this.#next++, events, page };
    this.#records.push(record);
    this.#chars += charsOf([record]);
    if (events === null) this.#missing += 1;
    return record;
  }

  /** Restores the content of a record that the DevTools page sent again after a restart of the worker. */
  fill(page: number, events: readonly Evidence[]): void {
    const record = this.#records.find((one) => one.page === page && one.events === null);
    if (record === undefined) return;
    record.events = events;
    this.#chars += charsOf([record]);
    this.#missing -= 1;
  }

  /** Stops waiting for content that no page can send again. */
  dropMissing(): void {
    for (const record of this.#records) record.events ??= [];
    this.#missing = 0;
  }

  /** The same records under another id. Readers of this journal then start from the beginning. */
  renamed(id: string): Journal {
    return new Journal(id, this.#records, this.#next, this.#clearedAt);
  }

  clear(stays: (event: Evidence) => boolean, isKnowledge: (event: Evidence) => boolean): void {
    const before = this.#records;
    this.#records = [];
    this.#missing = 0;
    const seen = new Set<string>();
    for (const { seq, events } of before) {
      // Every HAR entry repeats the facts about its connection; one copy is enough.
      const kept = (events ?? []).filter((event) => isKnowledge(event) && addNew(seen, event));
      if (kept.length > 0) this.#records.push({ seq, events: kept, page: null });
    }
    if (this.#records.length > MAX_KNOWLEDGE) this.#records.splice(0, this.#records.length - MAX_KNOWLEDGE);
    this.#chars = charsOf(this.#records);
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

  /** Keeps the latest records: at most `records` of them, and at most `chars` in all. */
  trim(records: number, chars: number): void {
    let kept = 0;
    let left = chars;
    while (kept < Math.min(records, this.#records.length)) {
      left -= charsOf(this.#records.slice(this.#records.length - kept - 1, this.#records.length - kept));
      if (left < 0) break;
      kept += 1;
    }
    this.#records.splice(0, this.#records.length - kept);
    this.#chars = charsOf(this.#records);
  }

  /** The records up to `upTo` for a reader that has those up to `since` (0: none). */
  pieces(since: number, upTo: number): JournalPiece[] {
    const mark = this.#clearedAt;
    const first = since === 0 ? 'reset' : 'nothing';
    if (mark <= since || mark > upTo) return this.#cut(first, since, upTo);
    const knowledge = this.#cut(first, since, mark);
    const hasKnowledge = knowledge.some(({ batch }) => batch.events.length > 0);
    const nothingYet = since === 0 && !hasKnowledge;
    return [...(hasKnowledge ? knowledge : []), ...this.#cut(nothingYet ? 'reset' : 'clear', mark, upTo)];
  }

  #firstMissing(): JournalRecord | undefined {
    return this.#missing === 0 ? undefined : this.#records.find(({ events }) => events === null);
  }

  /** Cuts the records into pieces, each small enough for one message. Each has its end position, so a reader can resume. */
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

  /** Searches from the end, because readers are near it. */
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

/** Events in one message: a few MB at most. */
const PIECE = 1_000;
/** A tab that shows many pages keeps only the latest records with facts about connections. */
const MAX_KNOWLEDGE = 1_000;

function charsOf(records: readonly JournalRecord[]): number {
  return records.reduce((sum, { events }) => sum + (events === null ? 0 : JSON.stringify(events).length), 0);
}

/** Adds the event to `seen`. False when an equal one was there. */
function addNew(seen: Set<string>, event: Evidence): boolean {
  const size = seen.size;
  return seen.add(JSON.stringify(event)).size > size;
}
