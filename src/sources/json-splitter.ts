import { asString, parseJson } from './json.ts';

/** Where the text stopped being JSON. `at` counts UTF-16 units from the start of the text. */
export interface BrokenJson {
  readonly at: number;
  readonly what: string;
}

export interface SplitEnd {
  /** The document with the wanted arrays emptied; closed where the text was cut, so that it parses. */
  readonly rest: string;
  /** The document's outermost value was closed. */
  readonly complete: boolean;
  readonly broken: BrokenJson | null;
  /** A wanted array was found. */
  readonly found: boolean;
  /** The text ended inside an element, which was not told. */
  readonly partialElement: boolean;
}

interface Container {
  readonly array: boolean;
  /** The member being read, for an object. */
  key: string;
  expectsKey: boolean;
}

const BYTE_ORDER_MARK = 0xfeff;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Longer member names are never the wanted ones. */
const KEY_LIMIT = 256;
/** Well under the longest string that V8 can make (about 2^29 units). */
const PIECE_LIMIT = 400_000_000;

/**
 * Cuts a JSON document that comes in pieces into the elements of the arrays at `paths` (`['log', 'entries']`;
 * `[]` is an array that is the document itself) without ever holding the document as one string, so that a
 * document of any size, or one that ends anywhere, gives every complete element it has. Linear in the text.
 * Elements are handed over unparsed: it balances brackets and strings, and leaves the rest of JSON to the parser.
 */
export class JsonSplitter {
  readonly #paths: readonly (readonly string[])[];
  readonly #onElement: (text: string) => void;
  readonly #onTooLong: () => void;
  /** Containers on the way to a wanted array; deeper ones are only counted in `#depth`. */
  readonly #stack: Container[] = [];
  readonly #stackLimit: number;
  readonly #rest: string[] = [];
  #restLength = 0;
  /** How much of the rest can be closed into JSON, and with what. */
  #safe = { length: 0, closers: '' };
  #depth = 0;
  /** Depth inside the wanted array, -1 outside of one. */
  #target = -1;
  #element: string[] | null = null;
  #elementLength = 0;
  #inString = false;
  #escaped = false;
  /** The next ones in the piece that is read, its length where there is none: each is looked for once. */
  #quote = -1;
  #backslash = -1;
  #key: string | null = null;
  #consumed = 0;
  #started = false;
  #found = false;
  #broken: BrokenJson | null = null;

  constructor(
    paths: readonly (readonly string[])[],
    onElement: (text: string) => void,
    onTooLong: () => void = () => undefined,
  ) {
    this.#paths = paths;
    this.#onElement = onElement;
    this.#onTooLong = onTooLong;
    this.#stackLimit = Math.max(...paths.map((path) => path.length)) + 1;
  }

  push(text: string): void {
    if (this.#broken !== null) return;
    let from = 0;
    let at = 0;
    this.#quote = -1;
    this.#backslash = -1;
    while (at < text.length) {
      if (this.#inString) {
        at = this.#string(text, at);
        continue;
      }
      const unit = text.charCodeAt(at);
      if (isSpace(unit) || (unit === BYTE_ORDER_MARK && !this.#started)) {
        at += 1;
        continue;
      }
      if (this.#depth === this.#target) {
        if (unit === COMMA || unit === CLOSE_ARRAY) {
          if (this.#element !== null) this.#endElement(text.slice(from, at));
          from = at;
          if (unit === COMMA) from = at + 1;
          else {
            this.#target = -1;
            this.#close(unit, at);
          }
          at += 1;
          continue;
        }
        if (this.#element === null) {
          this.#element = [];
          this.#elementLength = 0;
          from = at;
        }
      }
      if (unit === QUOTE) {
        this.#inString = true;
        if (this.#target < 0 && this.#stack.length === this.#depth && this.#stack.at(-1)?.expectsKey) {
          this.#key = '';
        }
      } else if (unit === OPEN_OBJECT || unit === OPEN_ARRAY) {
        this.#open(unit);
        if (this.#depth === this.#target) {
          this.#keep(text.slice(from, at + 1));
          this.#mark(0);
          from = at + 1;
        }
      } else if (unit === CLOSE_OBJECT || unit === CLOSE_ARRAY) {
        this.#close(unit, at);
      } else if (this.#target < 0 && this.#stack.length === this.#depth) {
        if (this.#depth === 0)
          this.#fail(at, this.#started ? 'text after the end' : 'no JSON object or array');
        else if (unit === COMMA) {
          this.#mark(at - from);
          const container = this.#stack.at(-1);
          if (container !== undefined) container.expectsKey = !container.array;
        } else if (unit === COLON) {
          const container = this.#stack.at(-1);
          if (container !== undefined) container.expectsKey = false;
        }
      }
      if (this.#broken !== null) {
        this.#keep(text.slice(from, at));
        return;
      }
      at += 1;
    }
    this.#keep(text.slice(from));
    this.#consumed += text.length;
  }

  end(): SplitEnd {
    const complete = this.#started && this.#depth === 0 && !this.#inString;
    const rest = this.#rest.join('');
    return {
      rest:
        complete && this.#restLength <= PIECE_LIMIT
          ? rest
          : rest.slice(0, this.#safe.length) + this.#safe.closers,
      complete,
      broken: this.#broken,
      found: this.#found,
      partialElement: this.#element !== null,
    };
  }

  /** Goes on in a string from `from`; answers where to go on after it. */
  #string(text: string, from: number): number {
    let at = from;
    while (at < text.length) {
      if (this.#escaped) {
        this.#escaped = false;
        this.#growKey(text, at, at + 1);
        at += 1;
      }
      if (this.#quote < at) this.#quote = indexOr(text, '"', at);
      if (this.#backslash < at) this.#backslash = indexOr(text, '\\', at);
      const escapes = this.#backslash < this.#quote;
      const end = escapes ? this.#backslash + 1 : this.#quote;
      this.#growKey(text, at, end);
      at = end;
      if (escapes) this.#escaped = true;
      else if (at < text.length) {
        this.#inString = false;
        this.#endKey();
        return at + 1;
      }
    }
    return at;
  }

  #growKey(text: string, from: number, to: number): void {
    if (this.#key !== null && this.#key.length < KEY_LIMIT) this.#key += text.slice(from, to);
  }

  #endKey(): void {
    const container = this.#stack.at(-1);
    if (this.#key !== null && container !== undefined) {
      container.key = unescaped(this.#key);
      container.expectsKey = false;
    }
    this.#key = null;
  }

  #open(unit: number): void {
    const array = unit === OPEN_ARRAY;
    if (this.#target < 0 && this.#stack.length === this.#depth) {
      if (array && this.#paths.some((path) => this.#isAt(path))) {
        this.#target = this.#depth + 1;
        this.#found = true;
      }
      if (this.#depth < this.#stackLimit) this.#stack.push({ array, key: '', expectsKey: !array });
    }
    this.#started = true;
    this.#depth += 1;
  }

  #isAt(path: readonly string[]): boolean {
    return (
      path.length === this.#stack.length &&
      path.every((key, level) => {
        const container = this.#stack[level];
        return container !== undefined && !container.array && container.key === key;
      })
    );
  }

  #close(unit: number, at: number): void {
    if (this.#depth === 0) {
      this.#fail(at, 'a bracket that nothing opened');
      return;
    }
    if (this.#stack.length === this.#depth) {
      if (this.#stack.at(-1)?.array !== (unit === CLOSE_ARRAY)) {
        this.#fail(at, 'a bracket of the wrong kind');
        return;
      }
      this.#stack.pop();
    }
    this.#depth -= 1;
  }

  #fail(at: number, what: string): void {
    this.#broken ??= { at: this.#consumed + at, what };
  }

  #endElement(last: string): void {
    const pieces = this.#element ?? [];
    this.#element = null;
    if (this.#elementLength + last.length > PIECE_LIMIT) {
      this.#onTooLong();
      return;
    }
    pieces.push(last);
    this.#onElement(pieces.join(''));
  }

  #keep(piece: string): void {
    if (piece === '') return;
    if (this.#element !== null) {
      this.#elementLength += piece.length;
      if (this.#elementLength > PIECE_LIMIT) this.#element.length = 0;
      else this.#element.push(piece);
    } else if (this.#depth !== this.#target || !isOnlySeparators(piece)) {
      this.#restLength += piece.length;
      if (this.#restLength <= PIECE_LIMIT) this.#rest.push(piece);
    }
  }

  /** Up to here (`ahead` units are not kept yet) the rest can be closed into JSON. */
  #mark(ahead: number): void {
    if (this.#restLength + ahead > PIECE_LIMIT) return;
    this.#safe = {
      length: this.#restLength + ahead,
      closers: this.#stack
        .map(({ array }) => (array ? ']' : '}'))
        .reverse()
        .join(''),
    };
  }
}

/** A member name as its writer meant it: any character may be written as an escape. */
function unescaped(key: string): string {
  return key.includes('\\') ? (asString(parseJson(`"${key}"`)) ?? key) : key;
}

/** The first place of `wanted` from `from` on, the text's length where there is none. */
function indexOr(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at < 0 ? text.length : at;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function isOnlySeparators(piece: string): boolean {
  return /^[\s,]*$/.test(piece);
}
