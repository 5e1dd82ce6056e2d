import type { Emit, SourceReader } from '../../model/evidence.ts';
import type { DecodeUtf8 } from '../bytes/bytes.ts';
import { type DocumentEnd, EventDocument } from '../bytes/event-document.ts';
import type { CertificateReaderOptions } from '../certificates.ts';
import { parseJson } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { NetLogEventDispatcher } from './event-dispatcher.ts';
import { EventFromLine } from './events/event-from-line.ts';
import { EventsBeforeConstants } from './events/events-before-constants.ts';
import { NetLogConstants } from './events/netlog-constants.ts';

/**
 * Reads Chromium's NetLog, from chrome://net-export or `--log-net-log`, in any capture mode, whole or cut anywhere.
 * Memory grows with requests and connections, not with the file.
 */
export function createNetLogReader(emit: Emit, options: CertificateReaderOptions): SourceReader {
  return new NetLogReader(emit, options);
}

class NetLogReader implements SourceReader {
  readonly #emit: Emit;
  readonly #summarise: () => void;
  readonly #document: EventDocument;
  readonly #dispatcher: NetLogEventDispatcher;
  readonly #decode: DecodeUtf8;
  readonly #early = new EventsBeforeConstants();
  #constants: NetLogConstants | null = null;
  /** Null until the constants were read. */
  #lines: EventFromLine | null = null;

  constructor(emit: Emit, options: CertificateReaderOptions) {
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    this.#dispatcher = new NetLogEventDispatcher({
      emit: bounded.emit,
      errorName: (code) => this.#constants?.errorName(code) ?? String(code),
      readCertificate: options.readCertificate,
    });
    this.#decode = options.decode;
    this.#document = new EventDocument(
      {
        eventsKey: 'events',
        memberKeys: ['constants', 'polledData'],
        member: (key, text) => {
          if (key === 'constants') this.#readConstants(text);
          else this.#dispatcher.polled(parseJson(text));
        },
        event: (bytes, from, to, line) => this.#event(bytes, from, to, line),
        notAnEvent: (line) => this.#notAnEvent(line),
        tooLong: (line) =>
          this.#problem('netlog-too-long', 'This line is too long to be an event; it was skipped.', line),
      },
      options,
    );
  }

  push(bytes: Uint8Array): void {
    this.#document.push(bytes);
  }

  end(): void {
    const end = this.#document.end();
    this.#dispatcher.end();
    this.#summarise();
    this.#emitEnd(end);
  }

  #readConstants(text: string): void {
    const constants = NetLogConstants.read(parseJson(text));
    if (constants === null || this.#constants !== null) return;
    this.#constants = constants;
    this.#lines = new EventFromLine(constants, this.#dispatcher.types, this.#decode);
    this.#emit({ kind: 'source', source: 'netlog', browser: constants.browser });
    this.#early.release((bytes, line) => {
      if (!this.#event(bytes, 0, bytes.length, line)) this.#notAnEvent(line);
    });
  }

  /** Returns false when the text is not an event. */
  #event(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    if (this.#lines === null) return this.#early.hold(bytes, from, to, line);
    const event = this.#lines.read(bytes, from, to);
    if (event === null) return false;
    if (event !== 'unwanted') this.#dispatcher.apply(event);
    return true;
  }

  #emitEnd({ complete, broken, foundEvents, line }: DocumentEnd): void {
    const truncated = !complete;
    this.#emit({ kind: 'source', source: 'netlog', truncated });
    if (this.#constants === null) {
      const message = broken
        ? 'This is not a NetLog: it is not a JSON object.'
        : 'This NetLog has no constants, so the meaning of its numbers is unknown. Nothing could be read.';
      this.#problem('netlog-no-constants', message);
    } else if (!foundEvents) {
      this.#problem('netlog-no-events', 'This NetLog has no list of events.');
    } else if (this.#early.dropped > 0) {
      const message = `The constants come after the events. ${this.#early.dropped} events before them did not fit into memory and are lost.`;
      this.#problem('netlog-late-constants', message);
    }
    if (!truncated || broken) return;
    const message =
      'The NetLog ends in the middle: the browser was still writing it, was killed, or the file was cut. Everything before the end was read.';
    this.#problem('netlog-truncated', message, line);
  }

  #notAnEvent(line: number): void {
    this.#problem('netlog-bad-event', 'This line is not a NetLog event; it was skipped.', line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}
