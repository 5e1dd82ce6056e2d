import { Gathered, LINE_FEED } from './bytes.ts';

/** Longer lines are dropped: no event of any known log comes near it, and memory has to have a bound. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;

export interface LineSplitterOptions {
  /** In bytes. */
  readonly maxLength?: number;
  /** A line was longer than that and is not told. */
  readonly onTooLong?: (lineNumber: number) => void;
  /** Number of the first line. */
  readonly firstLine?: number;
}

/**
 * Takes a line, the bytes from `from` to `to`, without its line feed; answers false to stop there. The bytes
 * are the caller's again after that.
 */
export type OnLine = (bytes: Uint8Array, from: number, to: number, lineNumber: number) => boolean;

/** Cuts bytes that come in pieces, cut anywhere, into lines. Linear in the bytes, whatever the pieces. */
export class LineSplitter {
  readonly #onLine: OnLine;
  readonly #onTooLong: (lineNumber: number) => void;
  readonly #maxLength: number;
  /** The unfinished line that began in a piece before. */
  readonly #pending = new Gathered();
  #tooLong = false;
  #number: number;

  constructor(onLine: OnLine, options: LineSplitterOptions = {}) {
    this.#onLine = onLine;
    this.#onTooLong = options.onTooLong ?? (() => undefined);
    this.#maxLength = options.maxLength ?? MAX_LINE_LENGTH;
    this.#number = options.firstLine ?? 1;
  }

  /** The number of the line that comes next, or that is being read. */
  get lineNumber(): number {
    return this.#number;
  }

  /** Reads on from `from`; answers where it stopped: after the line that stopped it, or at the end. */
  push(bytes: Uint8Array, from = 0): number {
    let start = from;
    for (let feed = bytes.indexOf(LINE_FEED, start); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      const goOn = this.#report(bytes, start, feed);
      start = feed + 1;
      if (!goOn) return start;
    }
    this.#keep(bytes, start, bytes.length);
    return bytes.length;
  }

  /** Tells what is left as the last line. Its number is {@link lineNumber}, which stays. */
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
    const goOn = this.#tooLong || this.#onLine(this.#pending.bytes, 0, this.#pending.length, this.#number);
    this.#pending.clear();
    this.#tooLong = false;
    this.#number += 1;
    return goOn;
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
