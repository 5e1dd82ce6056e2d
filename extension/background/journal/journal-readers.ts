import type { ToPanel } from '../../protocol/messages.ts';
import type { Journal } from './journal.ts';

interface Reader {
  /** The journal it reads, and the last record that it has. */
  journal: string | null;
  since: number;
  readonly send: (message: ToPanel) => void;
}

/** The panels that read one tab's journal, each with its own position. */
export class JournalReaders {
  readonly #readers = new Set<Reader>();

  add(journal: string | null, since: number, send: (message: ToPanel) => void): () => void {
    const reader: Reader = { journal, since, send };
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Sends one message to every reader. */
  broadcast(message: ToPanel): void {
    for (const { send } of this.#readers) send(message);
  }

  /** Sends each reader the records that it lacks, up to `upTo`. */
  publish(journal: Journal, upTo: number): void {
    for (const reader of this.#readers) {
      // A reader of another journal, or one ahead of this journal, starts from the beginning.
      const isBehind = reader.journal === journal.id && reader.since <= journal.last;
      if (isBehind && reader.since >= upTo) continue;
      for (const piece of journal.pieces(isBehind ? reader.since : 0, upTo)) {
        reader.send({ type: 'evidence', journal: journal.id, batch: piece.batch, upTo: piece.upTo });
      }
      reader.journal = journal.id;
      reader.since = upTo;
    }
  }
}
