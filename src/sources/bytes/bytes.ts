/**
 * Decodes the UTF-8 in `bytes` from `from` (included) to `to` (not included). Invalid UTF-8 becomes U+FFFD,
 * so that one broken string does not make the file unreadable. A byte order mark stays. The host provides the decoder
 * (TextDecoder, Buffer), because ECMAScript has none.
 */
export type DecodeUtf8 = (bytes: Uint8Array, from: number, to: number) => string;

/** The options of every reader of bytes. */
export interface ReaderOptions {
  readonly decode: DecodeUtf8;
}

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** White space in JSON (RFC 8259 section 2). */
export function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

/**
 * A copy, to keep bytes beyond the call that passed them: a caller may use its buffer again. `slice` is none, because a
 * Buffer of Node has one that returns a view.
 */
export function copyOf(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(from, to));
}

/** The index of the first byte from `from` that is not white space; `to` if there is none. */
export function skipSpace(bytes: Uint8Array, from: number, to = bytes.length): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at += 1;
  return at;
}

/** The length of the byte order mark (EF BB BF) at the beginning of the text: 3 or 0. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

const FIRST_CAPACITY = 4_096;
/** A larger buffer is released when it is cleared. */
const KEPT_CAPACITY = 1 << 20;

/** Bytes gathered piece by piece. They are copied, because callers reuse the buffer of a piece. */
export class Gathered {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Valid until the next `add` or `clear`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const length = this.#length + to - from;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#length = length;
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_CAPACITY) this.#bytes = new Uint8Array(FIRST_CAPACITY);
  }
}
