import { JsonMembers } from './json-members.ts';
import { LineSplitter, MAX_LINE_LENGTH } from './lines.ts';

export interface EventDocumentHandler {
  /** The member that holds the events; an array that is the document itself is taken for it too. */
  readonly eventsKey: string;
  /** Other members of the outermost object to be told. */
  readonly memberKeys: readonly string[];
  /** A member's unparsed value. */
  member(key: string, text: string, line: number): void;
  /** One event, unparsed; answers false when it is not one. */
  event(text: string, line: number): boolean;
  /** Text that is no event where one should be. */
  notAnEvent(line: number): void;
  /** An event or member was longer than the bound and is passed over. */
  tooLong(line: number): void;
}

export interface DocumentEnd {
  /** The outermost value was closed. */
  readonly complete: boolean;
  /** The text is no JSON object or array at all. */
  readonly broken: boolean;
  /** The document itself is the array of the events. */
  readonly isArray: boolean;
  /** The array of the events was found. */
  readonly foundEvents: boolean;
  readonly line: number;
}

/** How the array is laid out: one event a line, as browsers write it, or in any other way. */
type Layout = 'outside' | 'undecided' | 'lines' | 'free';

/**
 * Cuts a log of events (`{"constants": …, "events": [ …`, `{"traceEvents":[ …`) that comes in pieces into its
 * events. Browsers write one a line: then it only looks for line feeds, and a broken line costs that line.
 * Any other layout is read with {@link JsonMembers}.
 */
export class EventDocument {
  readonly #handler: EventDocumentHandler;
  readonly #maxLength: number;
  readonly #members: JsonMembers;
  #lines: LineSplitter | null = null;
  #layout: Layout = 'outside';
  #foundEvents = false;
  /** A line was an event. */
  #proven = false;
  /** A line that is not for us, to be read by `#members`. */
  #handedOver: { readonly text: string; readonly line: number } | null = null;

  constructor(handler: EventDocumentHandler, maxLength = MAX_LINE_LENGTH) {
    this.#handler = handler;
    this.#maxLength = maxLength;
    const want = (key: string | null) => {
      if (key === null || key === handler.eventsKey) return 'elements';
      return handler.memberKeys.includes(key) ? 'value' : 'skip';
    };
    this.#members = new JsonMembers(
      {
        want,
        value: (key, text, line) => {
          if (key !== null && key !== handler.eventsKey) handler.member(key, text, line);
          else if (!handler.event(text, line)) handler.notAnEvent(line);
        },
        tooLong: (_key, line) => handler.tooLong(line),
      },
      maxLength,
      { stopAtArray: true },
    );
  }

  push(text: string): void {
    let rest: string | null = text;
    while (rest !== null && rest !== '') {
      if (this.#layout === 'undecided') rest = this.#decide(rest);
      else if (this.#lines === null) rest = this.#enter(this.#members.push(rest));
      else rest = this.#leaveLines(this.#lines.push(rest));
    }
  }

  end(): DocumentEnd {
    const last = this.#lines?.end() ?? null;
    if (last !== null && this.#lines !== null) {
      const goOn = this.#line(last, this.#lines.lineNumber, true);
      if (!goOn) this.push(this.#leaveLines('') ?? '');
    }
    return {
      complete: this.#members.complete,
      broken: this.#members.broken,
      isArray: this.#members.isArray,
      foundEvents: this.#foundEvents,
      line: this.#lines?.lineNumber ?? this.#members.line,
    };
  }

  /** `rest` is what follows the opening bracket of the events. */
  #enter(rest: string | null): string | null {
    if (rest === null) return null;
    this.#foundEvents = true;
    this.#layout = 'undecided';
    return rest;
  }

  /** A line feed after the bracket promises one event a line. */
  #decide(text: string): string | null {
    const at = text.search(/[^ \t\r]/);
    if (at < 0) return null;
    if (text[at] !== '\n') {
      this.#layout = 'free';
      return text;
    }
    this.#layout = 'lines';
    this.#lines = new LineSplitter((line, number) => this.#line(line, number, false), {
      maxLength: this.#maxLength,
      onTooLong: (number) => this.#handler.tooLong(number),
      firstLine: this.#members.line + 1,
    });
    return text.slice(at + 1);
  }

  /** Answers false when {@link JsonMembers} has to go on from this line. */
  #line(line: string, number: number, last: boolean): boolean {
    const end = endOfEvent(line);
    if (end === 0) return true;
    const text = end === line.length ? line : line.slice(0, end);
    // `]}` ends the document.
    if (text.endsWith('}') && !text.startsWith(']') && this.#handler.event(text, number)) {
      this.#proven = true;
      return true;
    }
    return this.#oddLine(line, number, last);
  }

  /** Several events, the end of them all, the beginning of one that goes on in the next line, or garbage. */
  #oddLine(line: string, number: number, last: boolean): boolean {
    let rest = line.replace(/^[\s,]+/, '');
    while (rest.startsWith('{')) {
      const end = endOfObject(rest);
      if (end === 0 || !this.#handler.event(rest.slice(0, end), number)) break;
      this.#proven = true;
      rest = rest.slice(end).replace(/^[\s,]+/, '');
    }
    if (rest.startsWith(']') || (!this.#proven && /^[[{]/.test(rest))) {
      this.#handedOver = { text: `${rest}\n`, line: number };
      return false;
    }
    if (rest !== '' && !last) this.#handler.notAnEvent(number);
    return true;
  }

  /** `rest` is what follows the line that was handed over; null when the lines go on. */
  #leaveLines(rest: string | null): string | null {
    const over = this.#handedOver;
    if (over === null) return rest;
    this.#handedOver = null;
    this.#lines = null;
    this.#layout = 'free';
    this.#members.resumeAt(over.line);
    return over.text + (rest ?? '');
  }
}

/** Where the line ends without its comma and white space. */
function endOfEvent(line: string): number {
  let end = line.length;
  while (end > 0) {
    const unit = line.charCodeAt(end - 1);
    if (unit !== 0x2c && unit !== 0x20 && unit !== 0x0d && unit !== 0x09) break;
    end -= 1;
  }
  return end;
}

/** Where the object ends that the text begins with; 0 when it does not. */
function endOfObject(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (unit === '"') at = endOfString(text, at);
    else if (unit === '{' || unit === '[') depth += 1;
    else if (unit === '}' || unit === ']') depth -= 1;
    if (depth === 0) return unit === '}' ? at + 1 : 0;
  }
  return 0;
}

/** Where the quote stands that ends the string which begins at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (unit === '\\') at += 1;
    else if (unit === '"') return at;
  }
  return text.length;
}
