import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  LINE_FEED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  type ReaderOptions,
} from './bytes.ts';
import { JsonValue } from './json-value.ts';
import { MemberName } from './member-name.ts';
import { type CutOptions, StringCut } from './string-cut.ts';

/** Where the bytes stop being JSON. `at` is an offset in bytes from the start. */
export interface BrokenJson {
  readonly at: number;
  readonly what: string;
}

/**
 * What to do with a value: report it whole, report each element if it is an array, visit each member if it is an object,
 * or skip it.
 */
export type Want = 'value' | 'elements' | 'members' | 'skip';

/** Member names from the outermost object inwards; empty for the document itself. */
export type JsonPath = readonly string[];

export interface JsonSplitterHandler {
  want(path: JsonPath): Want;
  /** A whole member, unparsed: the bytes from `from` to `to`, which are valid only during the call. */
  member(path: JsonPath, bytes: Uint8Array, from: number, to: number): void;
  /** One element of the array at `path`, and the number of its first line. */
  element(bytes: Uint8Array, from: number, to: number, line: number): void;
  /** A wanted member or element was longer than the bound and was skipped. */
  tooLong(line: number): void;
}

export interface JsonSplitterOptions extends ReaderOptions {
  /** Of a member or element, in bytes. */
  readonly maxLength: number;
  /** Makes `push` stop at the beginning of a wanted array. */
  readonly stopAtArray?: boolean;
  /** Strings that are reported without their ends. */
  readonly cut?: CutOptions | null;
}

type State = 'start' | 'members' | 'key' | 'colon' | 'before-value' | 'elements' | 'value' | 'end' | 'broken';

/**
 * Splits a JSON document that arrives in pieces of any size into members and the elements of chosen arrays. It reads any
 * layout and holds one value at a time, so that a document of any size, or one that is cut anywhere, yields all that it
 * has. It balances brackets and strings and leaves the rest of JSON to the parser. It takes linear time.
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
  /** The path of the member that is being read, with one name for each object that is being visited. */
  readonly #path: string[] = [];
  readonly #name: MemberName;
  #isElement = false;
  #valueLine = 1;
  readonly #value: JsonValue;

  constructor(handler: JsonSplitterHandler, options: JsonSplitterOptions) {
    this.#handler = handler;
    this.#options = options;
    this.#name = new MemberName(options.decode);
    this.#value = new JsonValue(
      {
        onValue: (bytes, from, to) => this.#hand(bytes, from, to),
        onTooLong: () => handler.tooLong(this.#valueLine),
      },
      options.maxLength,
      options.cut ? new StringCut(options.cut) : null,
    );
  }

  get line(): number {
    return this.#line;
  }

  /** The outermost value was closed. */
  get complete(): boolean {
    return this.#complete;
  }

  /** The rest of the document after this place is not read. */
  get broken(): BrokenJson | null {
    return this.#broken;
  }

  /** The outermost value is an array. */
  get isArray(): boolean {
    return this.#inArrayDocument;
  }

  /** An array whose elements are wanted was found. */
  get foundArray(): boolean {
    return this.#foundArray;
  }

  /** The bytes so far end within an element. */
  get inElement(): boolean {
    return this.#state === 'value' && this.#isElement;
  }

  /** Continues at this line. The caller has read the lines before it. */
  resumeAt(line: number): void {
    this.#line = line;
  }

  /**
   * Reads from `from`. With `stopAtArray` it stops after the `[` of a wanted array and returns the index after it.
   * Otherwise it reads all bytes and returns -1.
   */
  push(bytes: Uint8Array, from = 0): number {
    let at = from;
    while (at < bytes.length && this.#state !== 'broken') {
      if (this.#state === 'value') {
        at = this.#readValue(bytes, at);
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === LINE_FEED) this.#line += 1;
      if (this.#state === 'key') this.#readName(bytes, at);
      else if (!isSpace(byte)) {
        const before = this.#state;
        // Returns false when the byte belongs to the value that begins there.
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
          this.#name.begin();
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
    } else this.#fail(at, 'not a JSON object or array of the expected kind');
  }

  #enterArray(): void {
    this.#foundArray = true;
    this.#state = 'elements';
  }

  /** The object or array that was visited is closed. Continues in the one around it. */
  #leave(): void {
    const [inner] = this.#path.splice(-1);
    this.#complete = inner === undefined;
    this.#state = this.#complete ? 'end' : 'members';
  }

  #readName(bytes: Uint8Array, at: number): void {
    const name = this.#name.take(bytes, at);
    if (name === null) return;
    this.#path.push(name);
    this.#state = 'colon';
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
    this.#valueLine = this.#line;
    this.#value.begin(wanted);
  }

  /** Continues a value at `from`. Returns where to continue. */
  #readValue(bytes: Uint8Array, from: number): number {
    const at = this.#value.read(bytes, from);
    this.#line += this.#value.lineFeeds;
    if (!this.#value.ended) return at;
    this.#state = this.#isElement ? 'elements' : 'members';
    if (!this.#isElement) this.#path.pop();
    return at;
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
