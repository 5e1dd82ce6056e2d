import { copyOf } from '../../bytes/bytes.ts';

const MAX_HELD_BYTES = 64 * 1024 * 1024;

interface Held {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/**
 * Holds events that come before the constants that give their numbers a meaning, as in a file whose keys another tool
 * sorted.
 */
export class EventsBeforeConstants {
  #events: Held[] = [];
  #length = 0;
  #dropped = 0;

  /** How many were dropped because too many bytes were held already. */
  get dropped(): number {
    return this.#dropped;
  }

  hold(bytes: Uint8Array, from: number, to: number, line: number): true {
    if (this.#length + to - from > MAX_HELD_BYTES) this.#dropped += 1;
    else {
      this.#events.push({ bytes: copyOf(bytes, from, to), line });
      this.#length += to - from;
    }
    return true;
  }

  release(take: (bytes: Uint8Array, line: number) => void): void {
    const events = this.#events;
    this.#events = [];
    this.#length = 0;
    for (const { bytes, line } of events) take(bytes, line);
  }
}
