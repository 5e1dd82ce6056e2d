import { Gathered, LINE_FEED } from './bytes.ts';

/** Longer lines are dropped to bound memory. No event of any known log is nearly as long. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;

export interface LineSplitterOptions {
  /** In bytes. */
  readonly maxLength?: number;
  /** Called for a line that is longer and therefore dropped. */
  readonly onTooLong?: (lineNumber: number) => void;
  /** Number of the first line. */
  readonly firstLine?: number;
}

/**
 * Takes a line: the bytes from `from` to `to`, without the line feed. Returns false to stop after this line. The bytes
 * are valid only during the call.
 */
export type OnLine = (bytes: Uint8Array, from: number, to: number, lineNumber: number) => boolean;

/** Splits bytes that arrive in pieces of any size into lines, in linear time. */
export class LineSplitter {
  readonly #onLine: OnLine;
  readonly #onTooLong: (lineNumber: number) => void;
  readonly #maxLength: number;
  /** The unfinished line that began in an earlier piece. */
  readonly #pending = new Gathered();
  #tooLong = false;
  #number: number;

  constructor(onLine: OnLine, options: LineSplitterOptions = {}) {
    this.#onLine = onLine;
    this.#onTooLong = options.onTooLong ?? (() => undefined);
    this.#maxLength = options.maxLength ?? MAX_LINE_LENGTH;
    this.#number = options.firstLine ?? 1;
  }

  /** The number of the line that is being read, or of the next one. */
  get lineNumber(): number {
    return this.#number;
  }

  /** Reads from `from`. Returns where it stopped: after the line whose handler returned false, or at the end. */
  push(bytes: Uint8Array, from = 0): number {
    let start = from;
    for (let feed = bytes.indexOf(LINE_FEED, start); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      const proceed = this.#report(bytes, start, feed);
      start = feed + 1;
      if (!proceed) return start;
    }
    this.#keep(bytes, start, bytes.length);
    return bytes.length;
  }

  /** Passes the rest as the last line. Its number is {@link lineNumber}, which does not change. */
  end(onLast: OnLine): void {
    if (this.#pending.length === 0) return;
    const last = this.#pending.bytes.slice();
    this.#pending.clear();
    onLast(last, 0, last.length, this.#number);
  }

  #report(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#pending.length === 0 && !this.#tooLong && to - from <= this.#maxLength) {
      return this.#onLine(bytes, from, to, this.#number++);
    }
    this.#keep(bytes, from, to);
    const proceed = this.#tooLong || this.#onLine(this.#pending.bytes, 0, this.#pending.length, this.#number);
    this.#pending.clear();
    this.#tooLong = false;
    this.#number += 1;
    return proceed;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#tooLong || from === to) return;
    if (this.#pending.length + to - from > this.#maxLength) {
      this.#tooLong = true;
      this.#pending.clear();
      this.#onTooLong(this.#number);
    } else this.#pending.add(bytes, from, to);
  }
}
