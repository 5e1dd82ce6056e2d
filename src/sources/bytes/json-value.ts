import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  Gathered,
  isSpace,
  LINE_FEED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './bytes.ts';
import { endOfString } from './end-of-string.ts';
import type { StringCut } from './string-cut.ts';

/** Takes a whole value, unparsed: the bytes from `from` to `to`, which are valid only during the call. */
export type OnValue = (bytes: Uint8Array, from: number, to: number) => void;

/** Receives the values. */
export interface ValueHandler {
  /** A whole wanted value. */
  readonly onValue: OnValue;
  /** A wanted value was longer than the bound. */
  readonly onTooLong: () => void;
}

/**
 * Reads one JSON value after the other from pieces of any size. It finds the end of a value by balancing brackets and
 * strings, and holds the parts of a wanted value that came in earlier pieces.
 */
export class JsonValue {
  readonly #handler: ValueHandler;
  /** Of a value, in bytes. */
  readonly #maxLength: number;
  readonly #cut: StringCut | null;
  #wanted = false;
  #tooLong = false;
  #nesting = 0;
  #inString = false;
  /** The previous piece ended with a backslash within a string. */
  #escaped = false;
  #lineFeeds = 0;
  #ended = true;
  readonly #pending = new Gathered();

  constructor(handler: ValueHandler, maxLength: number, cut: StringCut | null = null) {
    this.#handler = handler;
    this.#maxLength = maxLength;
    this.#cut = cut;
  }

  /** The current value has been read to its end. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How many line feeds the last call of {@link read} passed. */
  get lineFeeds(): number {
    return this.#lineFeeds;
  }

  begin(wanted: boolean): void {
    this.#wanted = wanted;
    this.#tooLong = false;
    this.#nesting = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#ended = false;
  }

  /** Continues at `from`. Returns where to continue. This is the hot loop: every byte passes through it once. */
  read(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    const cut = this.#wanted ? this.#cut : null;
    let at = from;
    // The bytes before this index are already kept or omitted.
    let keptTo = from;
    let stringFrom = from;
    let inString = this.#inString;
    let nesting = this.#nesting;
    let lineFeeds = 0;
    let ended = false;
    while (at < length && !ended) {
      if (inString) {
        at = endOfString(bytes, this.#escaped ? at + 1 : at);
        // `endOfString` returns one more than the length after a backslash at the end of the piece.
        this.#escaped = at > length;
        if (cut !== null) {
          const stringTo = Math.min(at, length);
          const cutAt = cut.cutAt(bytes, stringFrom, stringTo, at < length);
          if (cutAt < stringTo) {
            this.#keep(bytes, keptTo, cutAt);
            keptTo = stringTo;
          }
        }
        if (at >= length) break;
        inString = false;
        at += 1;
        ended = nesting === 0;
        continue;
      }
      const byte = bytes[at];
      if (byte === QUOTE) {
        inString = true;
        stringFrom = at + 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) nesting += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        // The bracket closes the object or array around the value.
        if (nesting === 0) break;
        nesting -= 1;
        ended = nesting === 0;
      } else if (nesting === 0 && (byte === COMMA || isSpace(byte))) break;
      else if (byte === LINE_FEED) lineFeeds += 1;
      at += 1;
    }
    const to = Math.min(at, length);
    this.#inString = inString;
    this.#nesting = nesting;
    this.#lineFeeds = lineFeeds;
    this.#ended = ended || to < length;
    if (this.#ended) this.#report(bytes, keptTo, to);
    else if (this.#wanted) this.#keep(bytes, keptTo, to);
    return to;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#tooLong) return;
    this.#tooLong = this.#pending.length + to - from > this.#maxLength;
    if (this.#tooLong) this.#pending.clear();
    else this.#pending.add(bytes, from, to);
  }

  /** The value ends at `to`. */
  #report(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#wanted) return;
    const inOnePiece = this.#pending.length === 0 && !this.#tooLong && to - from <= this.#maxLength;
    if (!inOnePiece) this.#keep(bytes, from, to);
    if (this.#tooLong) this.#handler.onTooLong();
    else if (inOnePiece) this.#handler.onValue(bytes, from, to);
    else this.#handler.onValue(this.#pending.bytes, 0, this.#pending.length);
    this.#pending.clear();
  }
}
