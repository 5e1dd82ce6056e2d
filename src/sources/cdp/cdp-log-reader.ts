import type { Emit, SourceReader } from '../../model/evidence.ts';
import { EventDocument } from '../event-document.ts';
import { asObject, asString, parseJson } from '../json.ts';
import { LineSplitter } from '../lines.ts';
import { boundProblems } from '../problems.ts';
import { createCdpReader } from './cdp-reader.ts';

/**
 * Reads a file of DevTools protocol events: a JSON array of `{"method", "params"}`, or one such object a line.
 * One that is cut or has broken lines gives all its other events.
 */
export function createCdpLogReader(emit: Emit): SourceReader {
  const bounded = boundProblems(emit);
  const log = new CdpLog(bounded.emit);
  return {
    push: (text) => log.push(text),
    end() {
      log.end();
      bounded.summarise();
    },
  };
}

/** Some loggers begin with an empty object, so that every other event can begin with a comma. */
const EMPTY_FIRST = /^(\s*\[\s*)\{\s*\},/;
const ENOUGH = 64;

class CdpLog {
  readonly #emit: Emit;
  readonly #message: (method: string, params: unknown) => void;
  #array: EventDocument | null = null;
  #lines: LineSplitter | null = null;
  /** The beginning, until there is enough of it to see the layout. */
  #head: string | null = '';
  /** How much of it came before the first piece that is not blank. */
  #from: number | null = null;
  #events = 0;
  #cut = false;

  constructor(emit: Emit) {
    this.#emit = emit;
    const reader = createCdpReader((evidence) => emit(evidence));
    this.#message = (method, params) => reader.message(method, params);
  }

  push(text: string): void {
    if (this.#head === null) this.#read(text);
    else {
      if (this.#from === null && /\S/.test(text)) this.#from = this.#head.length;
      this.#head += text;
      if (this.#from !== null && this.#head.length - this.#from >= ENOUGH) this.#begin();
    }
  }

  end(): void {
    if (this.#head !== null) this.#begin();
    if (this.#array !== null) this.#cut = !this.#array.end().complete;
    const last = this.#lines?.end() ?? null;
    // Lines end with a line feed: a last one without may be cut.
    if (last !== null && !this.#line(last)) this.#cut = true;
    if (this.#events === 0) {
      this.#problem('not-cdp', 'There are no DevTools protocol events in this file.');
    } else if (this.#cut) {
      this.#emit({ kind: 'source', source: 'cdp', truncated: true });
      this.#problem(
        'truncated',
        `The DevTools log ends early. The ${this.#events} events before that were read.`,
      );
    }
  }

  #begin(): void {
    const head = (this.#head ?? '').replace(EMPTY_FIRST, '$1');
    this.#head = null;
    if (/^\s*\[/.test(head)) this.#array = new EventDocument(this.#handler());
    else {
      this.#lines = new LineSplitter(
        (line, number) => {
          if (!this.#line(line)) this.#notAnEvent(number);
          return true;
        },
        { onTooLong: (number) => this.#tooLong(number) },
      );
    }
    this.#read(head);
  }

  #read(text: string): void {
    this.#array?.push(text);
    this.#lines?.push(text);
  }

  #handler(): ConstructorParameters<typeof EventDocument>[0] {
    return {
      eventsKey: '',
      memberKeys: [],
      member: () => undefined,
      event: (text) => this.#event(text),
      notAnEvent: (line) => this.#notAnEvent(line),
      tooLong: (line) => this.#tooLong(line),
    };
  }

  #line(line: string): boolean {
    const text = line.trim();
    return text === '' || this.#event(text);
  }

  #event(text: string): boolean {
    // Without asking the parser, whose refusals are slow.
    if (!text.startsWith('{') || !text.endsWith('}')) return false;
    const event = asObject(parseJson(text));
    if (event === null) return false;
    const method = asString(event.method);
    if (method === null) return Object.keys(event).length === 0;
    this.#events += 1;
    this.#message(method, event.params);
    return true;
  }

  #notAnEvent(line: number): void {
    this.#problem('bad-event', `Line ${line} is not a DevTools protocol event.`, line);
  }

  #tooLong(line: number): void {
    this.#problem('too-long', `Line ${line} is too long to be read.`, line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line !== undefined && { line }) } });
  }
}
