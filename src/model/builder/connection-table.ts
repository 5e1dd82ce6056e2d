import type {
  ConnectionId,
  ConnectionRecord,
  EarlierConnection,
  EvidenceSource,
  RequestRecord,
} from '../capture.ts';
import { isMisdirected } from '../misdirected.ts';
import type { Origin } from '../origin.ts';
import {
  addConnectionFacts,
  type ConnectionDraft,
  connectionRecord,
  isClosed,
  newConnectionDraft,
} from './connection-draft.ts';
import { addFacts } from './merge.ts';

/** The most connections kept across a clear, because they may still carry requests; the oldest are dropped first. */
const MAX_CARRIED_OVER = 2_000;

/** The connections of a capture, and those of before it was cleared. */
export class ConnectionTable {
  readonly #drafts = new Map<ConnectionId, ConnectionDraft>();
  /** The connections that an attempt named since the last clear. */
  readonly #used = new Set<ConnectionId>();

  has(id: ConnectionId): boolean {
    return this.#drafts.has(id);
  }

  /** A connection exists from the first attempt that names it, whether or not more is known about it. */
  use(source: EvidenceSource, id: ConnectionId): void {
    this.#used.add(id);
    const draft = this.#at(id);
    if (draft.facts[source] !== undefined) return;
    addFacts(draft.facts, source, {});
    draft.record = null;
  }

  add(source: EvidenceSource, id: ConnectionId, facts: Partial<ConnectionRecord>): void {
    addConnectionFacts(this.#at(id), source, facts);
  }

  /** Marks a connection from before the last clear; by then these origins had good answers on it. */
  addEarlier(id: ConnectionId, served: Iterable<Origin>): void {
    const draft = this.#at(id);
    draft.servedBefore = new Set([...(draft.servedBefore ?? []), ...served]);
  }

  /** Clears the capture of these requests. What is known about open connections stays: later requests may use them. */
  clear(requests: Iterable<RequestRecord>): void {
    for (const [id, draft] of this.#drafts) {
      if (isClosed(draft)) this.#drafts.delete(id);
      else draft.servedBefore ??= new Set();
    }
    for (const id of this.#drafts.keys()) {
      if (this.#drafts.size <= MAX_CARRIED_OVER) break;
      this.#drafts.delete(id);
    }
    for (const { origin, attempts } of requests) {
      for (const attempt of attempts) {
        if (attempt.connection === null || origin === null || isMisdirected(attempt)) continue;
        this.#drafts.get(attempt.connection)?.servedBefore?.add(origin);
      }
    }
    this.#used.clear();
  }

  /** Those of this capture: first known since the last clear, or used since. */
  current(): ConnectionRecord[] {
    return [...this.#drafts.values()]
      .filter(({ id, servedBefore }) => servedBefore === null || this.#used.has(id))
      .map(connectionRecord);
  }

  /** Those that were open at the last clear, used since or not. */
  earlier(): EarlierConnection[] {
    return [...this.#drafts.values()].flatMap((draft) =>
      draft.servedBefore === null
        ? []
        : [{ record: connectionRecord(draft), served: [...draft.servedBefore] }],
    );
  }

  #at(id: ConnectionId): ConnectionDraft {
    let draft = this.#drafts.get(id);
    if (draft === undefined) {
      draft = newConnectionDraft(id);
      this.#drafts.set(id, draft);
    }
    return draft;
  }
}
