import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  Gathered,
  isSpace,
  LINE_FEED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  type ReaderOptions,
} from './bytes.ts';
import { asString, parseJson } from './json.ts';

/** Where the bytes stopped being JSON. `at` counts bytes from the start. */
export interface BrokenJson {
  readonly at: number;
  readonly what: string;
}

/**
 * What to do with a value: tell it whole, tell each element of it if it is an array, look at each member of it
 * if it is an object, or pass over it.
 */
export type Want = 'value' | 'elements' | 'members' | 'skip';

/** Member names from the outermost object inwards; empty for the document itself. */
export type JsonPath = readonly string[];

export interface JsonSplitterHandler {
  want(path: JsonPath): Want;
  /** A whole member, unparsed: the bytes from `from` to `to`, which are the caller's again after that. */
  member(path: JsonPath, bytes: Uint8Array, from: number, to: number): void;
  /** One element of the array at `path`, and the number of its first line. */
  element(bytes: Uint8Array, from: number, to: number, line: number): void;
  /** A wanted member or element was longer than the bound and is not told. */
  tooLong(line: number): void;
}

export interface JsonSplitterOptions extends ReaderOptions {
  /** In bytes. */
  readonly maxLength: number;
  /** Lets `push` stop at the beginning of a wanted array. */
  readonly stopAtArray?: boolean;
}

type State = 'start' | 'members' | 'key' | 'colon' | 'before-value' | 'elements' | 'value' | 'end' | 'broken';

/** Longer member names are never looked for. */
const MAX_KEY_LENGTH = 1_024;

/**
 * Cuts a JSON document that comes in pieces, cut anywhere, into members and the elements of chosen arrays,
 * in any layout, holding one value at a time: a document of any size, or one that ends anywhere, gives all that
 * it has. It balances brackets and strings, and leaves the rest of JSON to the parser. Linear in the bytes.
 */
export class JsonSplitter {
  readonly #handler: JsonSplitterHandler;
  readonly #options: JsonSplitterOptions;
  #state: State = 'start';
  #line = 1;
  #consumed = 0;
  #broken: BrokenJson | null = null;
  #complete = false;
  #inArrayDocument = false;
  #foundArray = false;
  /** Of the member that is read; as long as there are objects around it that are looked into. */
  readonly #path: string[] = [];
  readonly #key = new Gathered();
  #escaped = false;
  // The value being read:
  #isElement = false;
  #wanted = false;
  #tooLong = false;
  #nesting = 0;
  #inString = false;
  #valueLine = 1;
  /** What of it came in pieces before. */
  readonly #pending = new Gathered();

  constructor(handler: JsonSplitterHandler, options: JsonSplitterOptions) {
    this.#handler = handler;
    this.#options = options;
  }

  get line(): number {
    return this.#line;
  }

  /** The outermost value was closed. */
  get complete(): boolean {
    return this.#complete;
  }

  /** What comes after that is not looked at. */
  get broken(): BrokenJson | null {
    return this.#broken;
  }

  /** The outermost value is an array. */
  get isArray(): boolean {
    return this.#inArrayDocument;
  }

  /** An array was found whose elements are wanted. */
  get foundArray(): boolean {
    return this.#foundArray;
  }

  /** It is in the middle of an element. */
  get inElement(): boolean {
    return this.#state === 'value' && this.#isElement;
  }

  /** Goes on at this line: somebody else read the lines before. */
  resumeAt(line: number): void {
    this.#line = line;
  }

  /**
   * Reads on from `from`. Answers where it stopped: with `stopAtArray` after the `[` of a wanted array, else
   * and where there is none -1, and all is read.
   */
  push(bytes: Uint8Array, from = 0): number {
    let at = from;
    while (at < bytes.length && this.#state !== 'broken') {
      if (this.#state === 'value') {
        at = this.#value(bytes, at);
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === LINE_FEED) this.#line += 1;
      if (this.#state === 'key') this.#readKey(byte, bytes, at);
      else if (!isSpace(byte)) {
        const before = this.#state;
        // Answers false when the byte belongs to the value that begins there.
        if (!this.#step(byte, at)) continue;
        if (this.#options.stopAtArray && this.#state === 'elements' && before !== 'elements') return at + 1;
      }
      at += 1;
    }
    this.#consumed += bytes.length;
    return -1;
  }

  #step(byte: number, at: number): boolean {
    switch (this.#state) {
      case 'start':
        this.#start(byte, at);
        return true;
      case 'members':
        if (byte === QUOTE) {
          this.#key.clear();
          this.#state = 'key';
        } else if (byte === CLOSE_OBJECT) this.#leave();
        else if (byte !== COMMA) this.#fail(at, 'no member name');
        return true;
      case 'colon':
        if (byte === COLON) this.#state = 'before-value';
        else this.#fail(at, 'no colon after a member name');
        return true;
      case 'before-value':
        return this.#beginMember(byte);
      case 'elements':
        if (byte === CLOSE_ARRAY) this.#leave();
        else if (byte === CLOSE_OBJECT) this.#fail(at, 'a bracket of the wrong kind');
        else if (byte !== COMMA) {
          this.#begin(true, true);
          return false;
        }
        return true;
      default:
        this.#fail(at, 'text after the end');
        return true;
    }
  }

  #start(byte: number, at: number): void {
    if (byte === OPEN_OBJECT) this.#state = 'members';
    else if (byte === OPEN_ARRAY && this.#handler.want(this.#path) === 'elements') {
      this.#inArrayDocument = true;
      this.#enterArray();
    } else this.#fail(at, 'no JSON object or array of the kind that is looked for');
  }

  #enterArray(): void {
    this.#foundArray = true;
    this.#state = 'elements';
  }

  /** An object or array that is looked into was closed: goes on in the one around it. */
  #leave(): void {
    const [inner] = this.#path.splice(-1);
    this.#complete = inner === undefined;
    this.#state = this.#complete ? 'end' : 'members';
  }

  #readKey(byte: number, bytes: Uint8Array, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#path.push(this.#keyName());
      this.#state = 'colon';
      return;
    }
    if (this.#key.length < MAX_KEY_LENGTH) this.#key.add(bytes, at, at + 1);
  }

  /** A member name as its writer meant it: any character may be written as an escape. */
  #keyName(): string {
    const key = this.#options.decode(this.#key.bytes, 0, this.#key.length);
    return key.includes('\\') ? (asString(parseJson(`"${key}"`)) ?? key) : key;
  }

  #beginMember(byte: number): boolean {
    const want = this.#handler.want(this.#path);
    if (want === 'elements' && byte === OPEN_ARRAY) {
      this.#enterArray();
      return true;
    }
    if (want === 'members' && byte === OPEN_OBJECT) {
      this.#state = 'members';
      return true;
    }
    this.#begin(false, want !== 'skip');
    return false;
  }

  #begin(isElement: boolean, wanted: boolean): void {
    this.#state = 'value';
    this.#isElement = isElement;
    this.#wanted = wanted;
    this.#tooLong = false;
    this.#nesting = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#valueLine = this.#line;
  }

  /** Reads on in a value from `from`; answers where to go on. The hot loop: every byte passes here once. */
  #value(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    let at = from;
    let inString = this.#inString;
    let nesting = this.#nesting;
    let ended = false;
    if (this.#escaped && at < length) {
      this.#escaped = false;
      at += 1;
    }
    while (at < length && !ended) {
      if (inString) {
        at = endOfString(bytes, at);
        // After a backslash at the end of the piece it is one further.
        if (at > length) this.#escaped = true;
        if (at >= length) break;
        inString = false;
        at += 1;
        ended = nesting === 0;
        continue;
      }
      const byte = bytes[at];
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) nesting += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        // Of what is around the value.
        if (nesting === 0) break;
        nesting -= 1;
        ended = nesting === 0;
      } else if (nesting === 0 && (byte === COMMA || isSpace(byte))) break;
      else if (byte === LINE_FEED) this.#line += 1;
      at += 1;
    }
    const to = Math.min(at, length);
    this.#inString = inString;
    this.#nesting = nesting;
    if (ended || to < length) this.#tell(bytes, from, to);
    else if (this.#wanted) this.#keep(bytes, from, to);
    return to;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#tooLong) return;
    this.#tooLong = this.#pending.length + to - from > this.#options.maxLength;
    if (this.#tooLong) this.#pending.clear();
    else this.#pending.add(bytes, from, to);
  }

  /** The value ends at `to`. */
  #tell(bytes: Uint8Array, from: number, to: number): void {
    this.#state = this.#isElement ? 'elements' : 'members';
    if (this.#wanted) {
      const inOnePiece = this.#pending.length === 0 && !this.#tooLong && to - from <= this.#options.maxLength;
      if (!inOnePiece) this.#keep(bytes, from, to);
      if (this.#tooLong) this.#handler.tooLong(this.#valueLine);
      else if (inOnePiece) this.#hand(bytes, from, to);
      else this.#hand(this.#pending.bytes, 0, this.#pending.length);
      this.#pending.clear();
    }
    if (!this.#isElement) this.#path.pop();
  }

  #hand(bytes: Uint8Array, from: number, to: number): void {
    if (this.#isElement) this.#handler.element(bytes, from, to, this.#valueLine);
    else this.#handler.member(this.#path, bytes, from, to);
  }

  #fail(at: number, what: string): void {
    this.#state = 'broken';
    this.#broken = { at: this.#consumed + at, what };
  }
}

/** A search by the host is many times as fast as a loop here, and costs as much to begin as so many bytes. */
const NEAR = 32;

/**
 * Where the quote stands that ends the string which `from` is in; the length of the bytes where they end
 * before it, and one more where they end in a backslash.
 */
function endOfString(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  let at = from;
  for (;;) {
    const near = Math.min(length, at + NEAR);
    while (at < near) {
      const byte = bytes[at];
      if (byte === QUOTE) return at;
      at += byte === BACKSLASH ? 2 : 1;
    }
    if (at >= length) return at;
    const quote = bytes.indexOf(QUOTE, at);
    const end = quote < 0 ? length : quote;
    const escaped = (end - startOfBackslashes(bytes, at, end)) % 2 === 1;
    if (!escaped) return end;
    at = end + 1;
    if (quote < 0) return at;
  }
}

/** Where the backslashes begin that stand right before `to`; not before `from`. */
function startOfBackslashes(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
  return at;
}
