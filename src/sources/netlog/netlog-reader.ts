import type { Emit, SourceReader } from '../../model/evidence.ts';
import type { DecodeUtf8 } from '../bytes/bytes.ts';
import { type DocumentEnd, EventDocument } from '../bytes/event-document.ts';
import type { CertificateReaderOptions } from '../certificates.ts';
import { parseJson } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { NetLogEventDispatcher } from './event-dispatcher.ts';
import type { Handler } from './event-handlers.ts';
import { EventEnd } from './events/event-end.ts';
import { EventLines } from './events/event-lines.ts';
import { HeldEvents } from './events/events-before-constants.ts';
import { LoggedEvent } from './events/logged-event.ts';
import { NetLogConstants } from './events/netlog-constants.ts';

/**
 * Reads Chromium's NetLog: from chrome://net-export or `--log-net-log`, in any capture mode, whole or cut
 * anywhere. Memory grows with requests and connections, not with the file.
 */
export function createNetLogReader(emit: Emit, options: CertificateReaderOptions): SourceReader {
  return new NetLogReader(emit, options);
}

class NetLogReader implements SourceReader {
  readonly #emit: Emit;
  readonly #summarise: () => void;
  readonly #document: EventDocument;
  readonly #machine: NetLogEventDispatcher;
  readonly #decode: DecodeUtf8;
  readonly #held = new HeldEvents();
  readonly #end = new EventEnd();
  readonly #logged: LoggedEvent;
  #constants: NetLogConstants | null = null;
  /** By the number of a type, for those whose events say something. */
  #handlers: readonly (Handler | undefined)[] = [];

  constructor(emit: Emit, options: CertificateReaderOptions) {
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    this.#machine = new NetLogEventDispatcher({
      emit: bounded.emit,
      errorName: (code) => this.#constants?.errorName(code) ?? String(code),
      readCertificate: options.readCertificate,
    });
    this.#decode = options.decode;
    this.#logged = new LoggedEvent(options.decode);
    this.#document = new EventDocument(
      {
        eventsKey: 'events',
        memberKeys: ['constants', 'polledData'],
        member: (key, text) => {
          if (key === 'constants') this.#readConstants(text);
          else this.#machine.polled(parseJson(text));
        },
        event: (bytes, from, to, line) => this.#event(bytes, from, to, line),
        notAnEvent: (line) => this.#notAnEvent(line),
        tooLong: (line) =>
          this.#problem('netlog-too-long', 'This is too long for an event; it was passed over.', line),
      },
      options,
    );
  }

  push(bytes: Uint8Array): void {
    this.#document.push(bytes);
  }

  end(): void {
    const end = this.#document.end();
    this.#machine.end();
    this.#summarise();
    this.#emitEnd(end);
  }

  #readConstants(text: string): void {
    const constants = NetLogConstants.read(parseJson(text));
    if (constants === null || this.#constants !== null) return;
    this.#constants = constants;
    this.#handlers = constants.byType((name) => this.#machine.handlerOf(name));
    this.#document.reader = new EventLines(this.#handlers, (type, bytes, from, typeAt, line) => {
      if (!this.#end.readRest(bytes, from, typeAt)) return false;
      if (!this.#applyLogged(constants, type, bytes)) this.#notAnEvent(this.#document.line + line);
      return true;
    });
    this.#emit({ kind: 'source', source: 'netlog', browser: constants.browser });
    this.#held.release((held, line) => this.#event(held, 0, held.length, line));
  }

  /** Most events say nothing here; what their last key tells of their type spares parsing them. */
  #event(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    if (this.#constants === null) return this.#held.hold(bytes, from, to, line);
    if (!this.#end.readType(bytes, from, to)) return this.#applyParsed(this.#constants, bytes, from, to);
    const { type, typeAt } = this.#end;
    if (this.#handlers[type] === undefined) return true;
    if (this.#end.readRest(bytes, from, typeAt)) return this.#applyLogged(this.#constants, type, bytes);
    return this.#applyParsed(this.#constants, bytes, from, to);
  }

  /** Answers false when what was asked for of it is broken. */
  #applyLogged({ numbers }: NetLogConstants, type: number, bytes: Uint8Array): boolean {
    const handler = this.#handlers[type];
    if (handler === undefined) return true;
    this.#logged.become(this.#end, bytes, numbers);
    this.#machine.apply(handler, this.#logged);
    return !this.#logged.broken;
  }

  #applyParsed(constants: NetLogConstants, bytes: Uint8Array, from: number, to: number): boolean {
    const event = constants.event(parseJson(this.#decode(bytes, from, to)));
    if (event !== null) this.#machine.applyParsed(event);
    return event !== null;
  }

  #emitEnd({ complete, broken, foundEvents, line }: DocumentEnd): void {
    const truncated = !complete;
    this.#emit({ kind: 'source', source: 'netlog', truncated });
    if (this.#constants === null) {
      const message = broken
        ? 'This is no NetLog: it is not a JSON object.'
        : 'This NetLog has no constants, so its numbers mean nothing: nothing could be read.';
      this.#problem('netlog-no-constants', message);
    } else if (!foundEvents) {
      this.#problem('netlog-no-events', 'This NetLog has no list of events.');
    } else if (this.#held.dropped > 0) {
      const message = `The constants come after the events; ${this.#held.dropped} events before them were too much to hold and are lost.`;
      this.#problem('netlog-late-constants', message);
    }
    if (!truncated || broken) return;
    const message =
      'The NetLog ends in the middle: the browser was still writing it, was killed, or the file was cut. Everything before that is read.';
    this.#problem('netlog-truncated', message, line);
  }

  #notAnEvent(line: number): void {
    this.#problem('netlog-bad-event', 'This is no NetLog event; it was passed over.', line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}
