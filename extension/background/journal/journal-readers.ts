import type { ToPanel } from '../../protocol/messages.ts';
import type { Journal } from './journal.ts';

interface Reader {
  /** The journal it reads, and how far it has. */
  journal: string | null;
  since: number;
  readonly send: (message: ToPanel) => void;
}

/** The panels that read one tab's journal, each from where it is. */
export class Readers {
  readonly #readers = new Set<Reader>();

  add(journal: string | null, since: number, send: (message: ToPanel) => void): () => void {
    const reader: Reader = { journal, since, send };
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  tell(message: ToPanel): void {
    for (const { send } of this.#readers) send(message);
  }

  /** Sends everybody what is new, as far as `upTo`. */
  publish(journal: Journal, upTo: number): void {
    for (const reader of this.#readers) {
      // One that read another journal, or further than this one goes, starts again.
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
