import { Gathered, LINE_FEED } from './bytes.ts';

/** Longer lines are dropped: no event of any known log comes near it, and memory has to have a bound. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/** Reads whole lines by itself, faster than they could be told. */
export interface LineReader {
  /** Reads from `from` on; answers where the first line begins that has to be told, or that has no end in `bytes`. */
  read(bytes: Uint8Array, from: number): number;
  /** How many lines the last call read. */
  readonly count: number;
}

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
  #reader: LineReader | null = null;
  #read = 0;
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

  /** How many lines the reader read. */
  get readCount(): number {
    return this.#read;
  }

  /** From now on the lines that it reads are counted and not told. */
  set reader(reader: LineReader) {
    this.#reader = reader;
  }

  /** Reads on from `from`; answers where it stopped: after the line that stopped it, or at the end. */
  push(bytes: Uint8Array, from = 0): number {
    let start = this.#readLines(bytes, from);
    for (let feed = bytes.indexOf(LINE_FEED, start); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      const goOn = this.#report(bytes, start, feed);
      start = feed + 1;
      if (!goOn) return start;
      start = this.#readLines(bytes, start);
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

  #readLines(bytes: Uint8Array, from: number): number {
    if (this.#reader === null || this.#pending.length > 0 || this.#tooLong) return from;
    const start = this.#reader.read(bytes, from);
    this.#number += this.#reader.count;
    this.#read += this.#reader.count;
    return start;
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
