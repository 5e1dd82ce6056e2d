import type { Emit, SourceReader } from '../../model/evidence.ts';
import type { DecodeUtf8, ReaderOptions } from '../bytes/bytes.ts';
import { EventDocument } from '../bytes/event-document.ts';
import { asObject, asString, parseJson } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { TraceRequests } from './trace-requests.ts';

/**
 * Reads a Chrome trace (from the Performance panel, chrome://tracing or `Tracing` of the DevTools protocol):
 * `{"traceEvents": [ … ], "metadata": { … }}` or the array alone. It reports, for each request of the page, the attempt
 * whose response the page received, and the connection of that attempt.
 */
export function createChromeTraceReader(emit: Emit, options: ReaderOptions): SourceReader {
  return new ChromeTraceReader(emit, options);
}

const BETTER =
  'A NetLog of the same visit contains all of it: open chrome://net-export, start logging, reload the page, stop logging, and read that file.';

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
          this.#problem('trace-bad-event', 'This line is not a trace event; it was skipped.', line),
        tooLong: (line) =>
          this.#problem('trace-too-long', 'This line is too long to be an event; it was skipped.', line),
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
    // The format allows an array without its closing bracket.
    const truncated = !complete && !(isArray && foundEvents);
    this.#emit({ kind: 'source', source: 'chrome-trace', truncated });
    if (broken || !foundEvents) {
      this.#problem('trace-no-events', 'This is not a Chrome trace: it has no list of trace events.');
      return;
    }
    if (truncated) {
      this.#problem(
        'trace-truncated',
        'The trace ends in the middle. Everything before the end was read.',
        line,
      );
    }
    this.#emitGaps();
  }

  /**
   * One event in hundreds is about requests. The others are not parsed, except where the last event and the end of the
   * list may be in one line.
   */
  #event(text: string): boolean {
    if (!this.#hasNetLog && text.includes('"netlog"')) this.#hasNetLog = true;
    if (!text.includes('"Resource')) return !text.includes('}]') || asObject(parseJson(text)) !== null;
    const event = asObject(parseJson(text));
    if (event === null) return false;
    if (asString(event.name)?.startsWith('Resource')) this.#requests.event(event);
    return true;
  }

  /** `{"product-version": "146.0.7680.164-64", …}`; the metadata of the Performance panel have no version. */
  #metadata(text: string): void {
    const version = /^[\d.]+/.exec(asString(asObject(parseJson(text))?.['product-version']) ?? '')?.[0];
    if (version === undefined) return;
    this.#emit({ kind: 'source', source: 'chrome-trace', browser: { name: 'Chrome', version } });
  }

  #emitGaps(): void {
    const { count, connections, withoutStart } = this.#requests;
    if (withoutStart > 0) {
      const message = `${withoutStart} responses to requests from before the recording are omitted.`;
      this.#problem('started-late', message);
    }
    if (count === 0) {
      const how = 'Record it with the category devtools.timeline, as the Performance panel does.';
      this.#problem('trace-no-requests', `This trace contains no requests. ${how} ${BETTER}`);
    } else if (connections === 0) {
      this.#problem('trace-no-connections', `This trace names no connections. ${BETTER}`);
    }
    if (this.#hasNetLog) {
      // Measured with Chromium 156: 36 of 83 tracks (`id2.local`) had events of several sources.
      const what =
        'This trace contains network events, but its JSON form lacks the numbers that connect them (the protobuf form has them)';
      this.#problem(
        'trace-netlog-unread',
        `${what}, so attempts before a re-sent request stay hidden. ${BETTER}`,
      );
    }
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}
