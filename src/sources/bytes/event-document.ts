import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  isSpace,
  LINE_FEED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  type ReaderOptions,
  SPACE,
  TAB,
} from './bytes.ts';
import { JsonSplitter, type Want } from './json-splitter.ts';
import { LineSplitter, MAX_LINE_LENGTH } from './line-splitter.ts';

export interface EventDocumentHandler {
  /** The member that holds the events. An array that is the whole document counts as that member. */
  readonly eventsKey: string;
  /** Other members of the outermost object to report. */
  readonly memberKeys: readonly string[];
  /** A member's unparsed value. */
  member(key: string, text: string): void;
  /** One event, unparsed: the bytes from `from` to `to`. Returns false when it is not an event. */
  event(bytes: Uint8Array, from: number, to: number, line: number): boolean;
  /** There was other text where an event should be. */
  notAnEvent(line: number): void;
  /** An event or member was longer than the bound and was skipped. */
  tooLong(line: number): void;
}

export interface DocumentEnd {
  /** The outermost value was closed. */
  readonly complete: boolean;
  /** The text is not a JSON object or array. */
  readonly broken: boolean;
  /** The document itself is the array of the events. */
  readonly isArray: boolean;
  /** The array of the events was found. */
  readonly foundEvents: boolean;
  readonly line: number;
}

export interface EventDocumentOptions extends ReaderOptions {
  /** The bound for an event or member, in bytes. */
  readonly maxLength?: number;
}

/** The layout of the array: one event per line, as browsers write it, or any other layout (free). */
type Layout = 'outside' | 'undecided' | 'lines' | 'free';

/**
 * Splits a log of events (`{"constants": …, "events": [ …`, `{"traceEvents":[ …`) that arrives in pieces into its
 * events. Browsers write one event per line. Then it only looks for line feeds, and a broken line loses only that line.
 * {@link JsonSplitter} reads any other layout.
 */
export class EventDocument {
  readonly #handler: EventDocumentHandler;
  readonly #maxLength: number;
  readonly #splitter: JsonSplitter;
  #lines: LineSplitter | null = null;
  #layout: Layout = 'outside';
  /** At least one line was an event. */
  #proven = false;
  /** A line that `#splitter` has to read. */
  #handedOver: { readonly bytes: Uint8Array; readonly line: number } | null = null;

  constructor(handler: EventDocumentHandler, { decode, maxLength = MAX_LINE_LENGTH }: EventDocumentOptions) {
    this.#handler = handler;
    this.#maxLength = maxLength;
    this.#splitter = new JsonSplitter(
      {
        want: ([key]) => wantOf(handler, key),
        member: ([key = ''], bytes, from, to) => {
          if (key !== handler.eventsKey) handler.member(key, decode(bytes, from, to));
        },
        element: (bytes, from, to, line) => {
          if (!handler.event(bytes, from, to, line)) handler.notAnEvent(line);
        },
        tooLong: (line) => handler.tooLong(line),
      },
      { decode, maxLength, stopAtArray: true },
    );
  }

  /** The number of the line that is being read. */
  get line(): number {
    return this.#lines?.lineNumber ?? this.#splitter.line;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#layout === 'undecided') at = this.#decide(bytes, at);
      else if (this.#lines === null) at = this.#outside(bytes, at);
      else {
        at = this.#lines.push(bytes, at);
        this.#leaveLines();
      }
    }
  }

  end(): DocumentEnd {
    this.#lines?.end((bytes, from, to, number) => this.#line(bytes, from, to, number, true));
    this.#leaveLines();
    const { complete, broken, isArray, foundArray } = this.#splitter;
    return {
      complete,
      broken: broken !== null && !complete,
      isArray,
      foundEvents: foundArray,
      line: this.line,
    };
  }

  #outside(bytes: Uint8Array, from: number): number {
    const at = this.#splitter.push(bytes, from);
    if (at < 0) return bytes.length;
    this.#layout = 'undecided';
    return at;
  }

  /** A line feed after the bracket indicates one event per line. */
  #decide(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && isBlank(bytes[at])) at += 1;
    if (at === bytes.length) return at;
    if (bytes[at] !== LINE_FEED) {
      this.#layout = 'free';
      return at;
    }
    this.#layout = 'lines';
    const onLine = (piece: Uint8Array, start: number, end: number, number: number) =>
      this.#line(piece, start, end, number, false);
    this.#lines = new LineSplitter(onLine, {
      maxLength: this.#maxLength,
      onTooLong: (number) => this.#handler.tooLong(number),
      firstLine: this.#splitter.line + 1,
    });
    return at + 1;
  }

  /** Returns false when {@link JsonSplitter} has to continue from this line. */
  #line(bytes: Uint8Array, from: number, to: number, number: number, last: boolean): boolean {
    let end = to;
    while (end > from && isSeparator(bytes[end - 1])) end -= 1;
    if (end === from) return true;
    // `]}` ends the document.
    const whole = bytes[end - 1] === CLOSE_OBJECT && bytes[from] !== CLOSE_ARRAY;
    if (whole && this.#handler.event(bytes, from, end, number)) {
      this.#proven = true;
      return true;
    }
    return this.#oddLine(bytes, from, to, number, last);
  }

  /** Several events, the end of the array, the beginning of an event that continues in the next line, or garbage. */
  #oddLine(bytes: Uint8Array, from: number, to: number, number: number, last: boolean): boolean {
    let at = skipSeparators(bytes, from, to);
    while (bytes[at] === OPEN_OBJECT && at < to) {
      const end = endOfObject(bytes, at, to);
      if (end < 0 || !this.#handler.event(bytes, at, end, number)) break;
      this.#proven = true;
      at = skipSeparators(bytes, end, to);
    }
    if (at === to) return true;
    const byte = bytes[at];
    if (byte === CLOSE_ARRAY || (!this.#proven && (byte === OPEN_ARRAY || byte === OPEN_OBJECT))) {
      const rest = new Uint8Array(to - at + 1);
      rest.set(bytes.subarray(at, to));
      rest[to - at] = LINE_FEED;
      this.#handedOver = { bytes: rest, line: number };
      return false;
    }
    if (!last) this.#handler.notAnEvent(number);
    return true;
  }

  #leaveLines(): void {
    const over = this.#handedOver;
    if (over === null) return;
    this.#handedOver = null;
    this.#lines = null;
    this.#layout = 'free';
    this.#splitter.resumeAt(over.line);
    this.push(over.bytes);
  }
}

function wantOf({ eventsKey, memberKeys }: EventDocumentHandler, key: string | undefined): Want {
  if (key === undefined || key === eventsKey) return 'elements';
  return memberKeys.includes(key) ? 'value' : 'skip';
}

/** White space within a line. */
function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === CARRIAGE_RETURN || byte === TAB;
}

function isSeparator(byte: number | undefined): boolean {
  return byte === COMMA || isSpace(byte);
}

function skipSeparators(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSeparator(bytes[at])) at += 1;
  return at;
}

/** The end of the object that begins at `from`; -1 when it does not end before `to`. */
function endOfObject(bytes: Uint8Array, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at += 1; at < to && bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH) at += 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    if (depth === 0) return byte === CLOSE_OBJECT ? at + 1 : -1;
  }
  return -1;
}
