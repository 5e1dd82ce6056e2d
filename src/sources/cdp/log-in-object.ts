import type { ReaderOptions } from '../bytes/bytes.ts';
import { type JsonPath, JsonSplitter, type Want } from '../bytes/json-splitter.ts';
import { MAX_LINE_LENGTH } from '../bytes/line-splitter.ts';

interface EventHandler {
  event(bytes: Uint8Array, from: number, to: number, line: number): boolean;
  notAnEvent(line: number): void;
  tooLong(line: number): void;
}

/**
 * Splits an object that holds a log into the log's events: Lighthouse's artifacts (`devtoolsLogs`, an array for each
 * pass, or `DevtoolsLog`), or WebDriver's response (`value`).
 */
export class LogInObject {
  readonly #splitter: JsonSplitter;
  #isLighthouse = true;

  constructor(handler: EventHandler, { decode }: ReaderOptions) {
    this.#splitter = new JsonSplitter(
      {
        want: (path) => {
          if (path[0] === 'value') this.#isLighthouse = false;
          return want(path);
        },
        member: () => undefined,
        element: (bytes, from, to, line) => {
          if (!handler.event(bytes, from, to, line)) handler.notAnEvent(line);
        },
        tooLong: (line) => handler.tooLong(line),
      },
      { decode, maxLength: MAX_LINE_LENGTH },
    );
  }

  get complete(): boolean {
    return this.#splitter.complete;
  }

  get isLighthouse(): boolean {
    return this.#isLighthouse;
  }

  push(bytes: Uint8Array): void {
    this.#splitter.push(bytes);
  }
}

function want([first, second]: JsonPath): Want {
  if (first === 'devtoolsLogs') return second === undefined ? 'members' : 'elements';
  return first === 'DevtoolsLog' || first === 'value' ? 'elements' : 'skip';
}
