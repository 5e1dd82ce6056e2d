import type { Emit, SourceReader } from '../../model/evidence.ts';
import {
  CLOSE_OBJECT,
  COMMA,
  Gathered,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  type ReaderOptions,
  SPACE,
  skipSpace,
} from '../bytes/bytes.ts';
import { EventDocument } from '../bytes/event-document.ts';
import { LineSplitter } from '../bytes/line-splitter.ts';
import { asObject, asString, parseJson } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { createCdpReader } from './cdp-reader.ts';
import { LogInObject } from './log-in-object.ts';
import { performanceEvent } from './performance-log.ts';

/**
 * Reads a file of DevTools protocol events: a JSON array of `{"method", "params"}`, or one such object per line, each
 * alone or as an entry of a performance log. A file that is cut or has broken lines still yields all its other events.
 */
export function createCdpLogReader(emit: Emit, options: ReaderOptions): SourceReader {
  return createReader(emit, options, false);
}

/** Same, for an object that holds the log: Lighthouse's artifacts, or WebDriver's response. */
export function createCdpInObjectReader(emit: Emit, options: ReaderOptions): SourceReader {
  return createReader(emit, options, true);
}

function createReader(emit: Emit, options: ReaderOptions, isInObject: boolean): SourceReader {
  const bounded = boundProblems(emit);
  const log = new CdpLog(bounded.emit, options, isInObject);
  return {
    push: (bytes) => log.push(bytes),
    end() {
      log.end();
      bounded.summarise();
    },
  };
}

/** Since version 5, `-G` saves the log of each pass into a file of its own (lighthouse/core/lib/asset-saver.js). */
const LIGHTHOUSE_LOG =
  'Lighthouse saves them beside its artifacts: open the file whose name ends with devtoolslog.json.';

/** This many bytes after leading white space are enough to recognise the layout. */
const ENOUGH = 64;

class CdpLog {
  readonly #emit: Emit;
  readonly #options: ReaderOptions;
  readonly #isInObject: boolean;
  readonly #message: (method: string, params: unknown) => void;
  #array: EventDocument | null = null;
  #lines: LineSplitter | null = null;
  #inObject: LogInObject | null = null;
  /** The beginning of the file, until it is long enough to recognise the layout. */
  #head: Gathered | null = new Gathered();
  /** The length of the blank pieces before the first other piece. */
  #from: number | null = null;
  #events = 0;
  #cut = false;

  constructor(emit: Emit, options: ReaderOptions, isInObject: boolean) {
    this.#emit = emit;
    this.#isInObject = isInObject;
    this.#options = options;
    const reader = createCdpReader((evidence) => emit(evidence));
    this.#message = (method, params) => reader.message(method, params);
  }

  push(bytes: Uint8Array): void {
    if (this.#head === null) this.#read(bytes);
    else {
      const blank = skipSpace(bytes, 0) === bytes.length;
      if (!blank) this.#from ??= this.#head.length;
      this.#head.add(bytes);
      if (this.#from !== null && this.#head.length - this.#from >= ENOUGH) this.#begin(this.#head.bytes);
    }
  }

  end(): void {
    if (this.#head !== null) this.#begin(this.#head.bytes);
    if (this.#array !== null) this.#cut = !this.#array.end().complete;
    if (this.#inObject !== null) this.#cut = !this.#inObject.complete;
    // Every line ends with a line feed. A last line without one may be cut.
    this.#lines?.end((bytes, from, to) => {
      this.#cut = !this.#line(bytes, from, to);
      return true;
    });
    if (this.#events === 0) {
      const elsewhere = this.#inObject?.isLighthouse ? ` ${LIGHTHOUSE_LOG}` : '';
      this.#problem('not-cdp', `There are no DevTools protocol events in this file.${elsewhere}`);
    } else if (this.#cut) {
      this.#emit({ kind: 'source', source: 'cdp', truncated: true });
      this.#problem(
        'truncated',
        `The DevTools log ends early. The ${this.#events} events before the end were read.`,
      );
    }
  }

  #begin(head: Uint8Array): void {
    this.#head = null;
    blankEmptyFirst(head);
    if (head[skipSpace(head, 0)] === OPEN_ARRAY) {
      this.#array = new EventDocument(this.#handler(), this.#options);
    } else if (this.#isInObject) {
      this.#inObject = new LogInObject(this.#handler(), this.#options);
    } else {
      this.#lines = new LineSplitter(
        (bytes, from, to, number) => {
          if (!this.#line(bytes, from, to)) this.#notAnEvent(number);
          return true;
        },
        { onTooLong: (number) => this.#tooLong(number) },
      );
    }
    this.#read(head);
  }

  #read(bytes: Uint8Array): void {
    this.#array?.push(bytes);
    this.#inObject?.push(bytes);
    this.#lines?.push(bytes);
  }

  #handler(): ConstructorParameters<typeof EventDocument>[0] {
    return {
      eventsKey: '',
      memberKeys: [],
      member: () => undefined,
      event: (bytes, from, to) => this.#event(bytes, from, to),
      notAnEvent: (line) => this.#notAnEvent(line),
      tooLong: (line) => this.#tooLong(line),
    };
  }

  #line(bytes: Uint8Array, from: number, to: number): boolean {
    const start = skipSpace(bytes, from, to);
    let end = to;
    while (end > start && isSpace(bytes[end - 1])) end -= 1;
    return start === end || this.#event(bytes, start, end);
  }

  #event(bytes: Uint8Array, from: number, to: number): boolean {
    // Checked before parsing, because the parser is slow to reject text.
    if (bytes[from] !== OPEN_OBJECT || bytes[to - 1] !== CLOSE_OBJECT) return false;
    const event = asObject(parseJson(this.#options.decode(bytes, from, to)));
    if (event === null) return false;
    const own = asString(event.method) === null ? performanceEvent(event) : event;
    const method = asString(own?.method);
    if (own === null || method === null) return Object.keys(event).length === 0;
    this.#events += 1;
    this.#message(method, own.params);
    return true;
  }

  #notAnEvent(line: number): void {
    this.#problem('bad-event', `Line ${line} is not a DevTools protocol event.`, line);
  }

  #tooLong(line: number): void {
    this.#problem('too-long', `Line ${line} is too long and was skipped.`, line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line !== undefined && { line }) } });
  }
}

/**
 * Some loggers begin with an empty object, so that every other event can begin with a comma. Replaced by blanks, it does
 * not hide the layout of the other events.
 */
function blankEmptyFirst(head: Uint8Array): void {
  let at = skipSpace(head, 0);
  for (const wanted of [OPEN_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, COMMA]) {
    if (head[at] !== wanted) return;
    at = skipSpace(head, at + 1);
  }
  head.fill(SPACE, head.indexOf(OPEN_OBJECT), head.indexOf(COMMA) + 1);
}
