import type { EpochMs } from '../../../model/capture.ts';
import type { LogClock } from './log-clock.ts';
import type { Message, Thread } from './message.ts';

/** Reads its time only on access: most lines are handled without it, and it costs as much as all the rest. */
export class TimedLine implements Message {
  readonly text: string;
  readonly thread: Thread;
  readonly #clock: LogClock;
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #bracket: number;

  constructor(
    text: string,
    thread: Thread,
    clock: LogClock,
    bytes: Uint8Array,
    from: number,
    bracket: number,
  ) {
    this.text = text;
    this.thread = thread;
    this.#clock = clock;
    this.#bytes = bytes;
    this.#from = from;
    this.#bracket = bracket;
  }

  get time(): EpochMs | null {
    return this.#clock.read(this.#bytes, this.#from, this.#bracket);
  }
}
