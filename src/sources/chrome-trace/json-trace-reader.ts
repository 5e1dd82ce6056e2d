import type { Emit, SourceReader } from '../../model/evidence.ts';
import type { DecodeUtf8, ReaderOptions } from '../bytes/bytes.ts';
import { EventDocument } from '../bytes/event-document.ts';
import { asObject, asString, parseJson } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { TraceRequests } from './trace-requests.ts';

/**
 * Reads a trace of Chrome (the Performance panel's, chrome://tracing, `Tracing` of the DevTools protocol):
 * `{"traceEvents": [ … ], "metadata": { … }}` or the array alone. It tells the attempt of each request that
 * the page saw, and the connection of that.
 */
export function createChromeTraceReader(emit: Emit, options: ReaderOptions): SourceReader {
  return new ChromeTraceReader(emit, options);
}

const BETTER =
  'A NetLog of the same visit has it all: open chrome://net-export, start, reload the page, stop, and read that file.';

class ChromeTraceReader implements SourceReader {
  readonly #emit: Emit;
  readonly #decode: DecodeUtf8;
  readonly #summarise: () => void;
  readonly #document: EventDocument;
  readonly #requests: TraceRequests;
  #hasNetLog = false;

  constructor(emit: Emit, options: ReaderOptions) {
    this.#decode = options.decode;
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    this.#requests = new TraceRequests(bounded.emit);
    this.#document = new EventDocument(
      {
        eventsKey: 'traceEvents',
        memberKeys: ['metadata'],
        member: (_key, text) => this.#metadata(text),
        event: (bytes, from, to) => this.#event(this.#decode(bytes, from, to)),
        notAnEvent: (line) =>
          this.#problem('trace-bad-event', 'This is no event of a trace; it was passed over.', line),
        tooLong: (line) =>
          this.#problem('trace-too-long', 'This is too long for an event; it was passed over.', line),
      },
      options,
    );
    this.#emit({ kind: 'source', source: 'chrome-trace' });
  }

  push(bytes: Uint8Array): void {
    this.#document.push(bytes);
  }

  end(): void {
    const { complete, broken, isArray, foundEvents, line } = this.#document.end();
    this.#requests.end();
    this.#summarise();
    // The format allows an array that is not closed.
    const truncated = !complete && !(isArray && foundEvents);
    this.#emit({ kind: 'source', source: 'chrome-trace', truncated });
    if (broken || !foundEvents) {
      this.#problem('trace-no-events', 'This is no trace of Chrome: it has no list of trace events.');
      return;
    }
    if (truncated) {
      this.#problem('trace-truncated', 'The trace ends in the middle. Everything before that is read.', line);
    }
    this.#emitGaps();
  }

  /**
   * One event in hundreds is about requests. The others are not parsed, but where one might be the last and
   * the end of the list stand in the same line.
   */
  #event(text: string): boolean {
    if (!this.#hasNetLog && text.includes('"netlog"')) this.#hasNetLog = true;
    if (!text.includes('"Resource')) return !text.includes('}]') || asObject(parseJson(text)) !== null;
    const event = asObject(parseJson(text));
    if (event === null) return false;
    if (asString(event.name)?.startsWith('Resource')) this.#requests.event(event);
    return true;
  }

  /** `{"product-version": "146.0.7680.164-64", …}`; the Performance panel's own metadata have no version. */
  #metadata(text: string): void {
    const version = /^[\d.]+/.exec(asString(asObject(parseJson(text))?.['product-version']) ?? '')?.[0];
    if (version === undefined) return;
    this.#emit({ kind: 'source', source: 'chrome-trace', browser: { name: 'Chrome', version } });
  }

  #emitGaps(): void {
    const { count, connections, withoutStart } = this.#requests;
    if (withoutStart > 0) {
      const message = `${withoutStart} answers to requests that were sent before the recording began are left out.`;
      this.#problem('started-late', message);
    }
    if (count === 0) {
      const how = 'Record it with the category devtools.timeline, as the Performance panel does.';
      this.#problem('trace-no-requests', `This trace says nothing about requests. ${how} ${BETTER}`);
    } else if (connections === 0) {
      this.#problem('trace-no-connections', `This trace names no connections. ${BETTER}`);
    }
    if (this.#hasNetLog) {
      // Measured with Chromium 156: of 83 tracks (`id2.local`) 36 held events of several sources.
      const what =
        'This trace holds network events, but in its JSON form the numbers that tie them together are lost (protobuf keeps them)';
      this.#problem(
        'trace-netlog-unread',
        `${what}, so attempts that were sent again stay hidden. ${BETTER}`,
      );
    }
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}
