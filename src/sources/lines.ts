/** Longer lines are dropped: no event of any known log comes near it, and memory has to have a bound. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;

export interface LineSplitterOptions {
  /** In UTF-16 units. */
  readonly maxLength?: number;
  /** A line was longer than that and is not told. */
  readonly onTooLong?: (lineNumber: number) => void;
  /** Number of the first line. */
  readonly firstLine?: number;
}

/** Takes a line without its line feed; answers false to stop there. */
export type OnLine = (line: string, lineNumber: number) => boolean;

/** Cuts text that comes in pieces, cut anywhere, into lines. Linear in the text, whatever the pieces. */
export class LineSplitter {
  readonly #onLine: OnLine;
  readonly #onTooLong: (lineNumber: number) => void;
  readonly #maxLength: number;
  /** The unfinished line, null while it is too long to keep. */
  #pending: string | null = '';
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

  /** When a line stops it, the text that follows that line; null otherwise. */
  push(text: string): string | null {
    let from = 0;
    for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', from)) {
      const goOn = this.#tell(text.slice(from, feed));
      from = feed + 1;
      if (!goOn) return text.slice(from);
    }
    this.#keep(text.slice(from));
    return null;
  }

  /** Takes what is left as the last line and answers it; null when there is nothing. */
  end(): string | null {
    const last = this.#pending;
    this.#pending = '';
    return last === '' ? null : last;
  }

  #tell(piece: string): boolean {
    this.#keep(piece);
    const line = this.#pending;
    this.#pending = '';
    const number = this.#number++;
    return line === null || this.#onLine(line, number);
  }

  #keep(piece: string): void {
    if (this.#pending === null || piece === '') return;
    if (this.#pending.length + piece.length > this.#maxLength) {
      this.#pending = null;
      this.#onTooLong(this.#number);
    } else {
      this.#pending = this.#pending === '' ? piece : this.#pending + piece;
    }
  }
}
