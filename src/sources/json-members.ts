const BYTE_ORDER_MARK = 0xfeff;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Longer member names are never looked for. */
const MAX_KEY_LENGTH = 256;

export interface JsonMembersHandler {
  /**
   * What to do with a member of the outermost object: tell its value, tell each element of it if it is an
   * array, or pass over it. The key is null when the document itself is an array.
   */
  want(key: string | null): 'value' | 'elements' | 'skip';
  /** An unparsed value or element, and the number of its first line. */
  value(key: string | null, text: string, line: number): void;
  /** A wanted value was longer than the bound and is not told. */
  tooLong(key: string | null, line: number): void;
}

type State = 'start' | 'members' | 'key' | 'colon' | 'before-value' | 'elements' | 'unit' | 'done' | 'broken';

/**
 * Cuts a JSON document that comes in pieces, cut anywhere, into the members of its outermost object and
 * the elements of chosen arrays among them, in any layout, holding one value at a time. It balances
 * brackets and strings, and leaves the rest of JSON to the parser. Linear in the text.
 */
export class JsonMembers {
  readonly #handler: JsonMembersHandler;
  readonly #maxLength: number;
  readonly #stopAtArray: boolean;
  #state: State = 'start';
  #line = 1;
  #inArrayDocument = false;
  #key: string | null = null;
  #escaped = false;
  // The value being read:
  #returnTo: State = 'members';
  #nesting = 0;
  #inString = false;
  #capturing = false;
  #text: string | null = '';
  #unitLine = 1;

  constructor(handler: JsonMembersHandler, maxLength: number, { stopAtArray = false } = {}) {
    this.#handler = handler;
    this.#maxLength = maxLength;
    this.#stopAtArray = stopAtArray;
  }

  get line(): number {
    return this.#line;
  }

  /** The outermost value was closed. */
  get complete(): boolean {
    return this.#state === 'done';
  }

  /** This is no JSON object or array. What comes after is not looked at. */
  get broken(): boolean {
    return this.#state === 'broken';
  }

  /** The outermost value is an array. */
  get isArray(): boolean {
    return this.#inArrayDocument;
  }

  /** Goes on at this line: somebody else read the lines before. */
  resumeAt(line: number): void {
    this.#line = line;
  }

  /** With `stopAtArray`, answers the text after the `[` of a wanted array when it comes to one; else null. */
  push(text: string): string | null {
    let at = 0;
    while (at < text.length) {
      if (this.#state === 'unit') {
        at = this.#unit(text, at);
        continue;
      }
      const unit = text.charCodeAt(at);
      at += 1;
      if (unit === LINE_FEED) this.#line += 1;
      if (this.#state === 'key') this.#readKey(unit, text, at - 1);
      else if (!isSpace(unit)) {
        const before = this.#state;
        if (!this.#step(unit)) at -= 1;
        if (this.#stopAtArray && this.#state === 'elements' && before !== 'elements') return text.slice(at);
      }
    }
    return null;
  }

  /** Between values; answers false when the unit belongs to the value that begins there. */
  #step(unit: number): boolean {
    switch (this.#state) {
      case 'start':
        if (unit === OPEN_OBJECT) this.#state = 'members';
        else if (unit === OPEN_ARRAY && this.#handler.want(null) === 'elements') {
          this.#inArrayDocument = true;
          this.#state = 'elements';
        } else if (unit !== BYTE_ORDER_MARK) this.#state = 'broken';
        return true;
      case 'members':
        if (unit === QUOTE) {
          this.#key = '';
          this.#state = 'key';
        } else if (unit === CLOSE_OBJECT) this.#state = 'done';
        else if (unit !== COMMA) this.#state = 'broken';
        return true;
      case 'colon':
        this.#state = unit === COLON ? 'before-value' : 'broken';
        return true;
      case 'before-value': {
        const want = this.#handler.want(this.#key);
        if (want === 'elements' && unit === OPEN_ARRAY) {
          this.#state = 'elements';
          return true;
        }
        this.#begin('members', want !== 'skip');
        return false;
      }
      case 'elements':
        if (unit === CLOSE_ARRAY) this.#state = this.#inArrayDocument ? 'done' : 'members';
        else if (unit === CLOSE_OBJECT) this.#state = 'broken';
        else if (unit !== COMMA) {
          this.#begin('elements', true);
          return false;
        }
        return true;
      default:
        return true;
    }
  }

  #readKey(unit: number, text: string, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (unit === BACKSLASH) this.#escaped = true;
    else if (unit === QUOTE) {
      this.#state = 'colon';
      return;
    }
    if (this.#key !== null && this.#key.length < MAX_KEY_LENGTH) this.#key += text.charAt(at);
  }

  #begin(returnTo: State, capture: boolean): void {
    this.#state = 'unit';
    this.#returnTo = returnTo;
    this.#capturing = capture;
    this.#text = '';
    this.#nesting = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#unitLine = this.#line;
  }

  /** Reads on in a value from `from`; answers where to go on. The hot loop: every character passes here once. */
  #unit(text: string, from: number): number {
    let at = from;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let nesting = this.#nesting;
    let ended = false;
    for (; at < text.length && !ended; at += 1) {
      const unit = text.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (unit === BACKSLASH) escaped = true;
        else if (unit === QUOTE) {
          inString = false;
          ended = nesting === 0;
        } else if (unit === LINE_FEED) this.#line += 1;
      } else if (unit === QUOTE) inString = true;
      else if (unit === OPEN_OBJECT || unit === OPEN_ARRAY) nesting += 1;
      else if (unit === CLOSE_OBJECT || unit === CLOSE_ARRAY) {
        if (nesting === 0) {
          ended = true;
          break;
        }
        nesting -= 1;
        ended = nesting === 0;
      } else if (nesting === 0 && (unit === COMMA || isSpace(unit))) {
        ended = true;
        break;
      } else if (unit === LINE_FEED) this.#line += 1;
    }
    this.#inString = inString;
    this.#escaped = escaped;
    this.#nesting = nesting;
    if (this.#capturing) this.#capture(text.slice(from, at));
    if (ended) this.#end();
    return at;
  }

  #capture(piece: string): void {
    if (this.#text === null) return;
    if (this.#text.length + piece.length > this.#maxLength) this.#text = null;
    else this.#text += piece;
  }

  #end(): void {
    this.#state = this.#returnTo;
    if (!this.#capturing) return;
    const key = this.#returnTo === 'elements' && this.#inArrayDocument ? null : this.#key;
    if (this.#text === null) this.#handler.tooLong(key, this.#unitLine);
    else this.#handler.value(key, this.#text, this.#unitLine);
    this.#text = '';
  }
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === LINE_FEED || unit === 0x0d || unit === 0x09;
}
