import { asObject, asString, type JsonObject, parseJson } from '../../json.ts';
import { NetLogEvent, type Phase } from '../../netlog/events/netlog-event.ts';
import type { MonotonicNs, WallClock } from './clocks.ts';

const NS_PER_MS = 1_000_000n;

/** One event with unparsed params. */
export interface TracedEvent {
  readonly source: number;
  /** Null for an end: a trace gives the name only at the beginning. */
  readonly type: string | null;
  readonly phase: Phase;
  readonly at: MonotonicNs;
  readonly params: string | null;
}

/**
 * Sorts the events of all threads, because each thread writes its events in batches, and finds the type of each end.
 */
export class NetLogEvents {
  readonly #wanted: ReadonlySet<string>;
  readonly #events: TracedEvent[] = [];

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  get count(): number {
    return this.#events.length;
  }

  add(event: TracedEvent): void {
    const needed = event.type === null || this.#wanted.has(event.type);
    if (needed) this.#events.push(event);
    // An unwanted beginning is kept without its params, to recognise its end.
    else if (event.phase === 'begin') this.#events.push({ ...event, params: null });
  }

  /** Passes on the wanted events in order. */
  release(clock: WallClock, take: (event: NetLogEvent) => void): void {
    this.#events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const open = new OpenEvents();
    for (const { source, type: written, phase, at, params: text } of this.#events) {
      const params = asObject(text === null ? null : parseJson(text)) ?? {};
      if (phase === 'begin' && written !== null) open.begin(source, written);
      const type = phase === 'end' ? open.end(source, params) : written;
      if (type === null || !this.#wanted.has(type)) continue;
      const start = ticksOf(params.source_start_time);
      const sourceStart = start === null ? null : clock.epochMs(start * NS_PER_MS);
      take(new NetLogEvent({ type, phase, source, sourceStart, time: clock.epochMs(at) }, params));
    }
    this.#events.length = 0;
  }
}

/** Types that end last in their source, even if others began earlier or have no end (net/log/net_log_event_type_list.h). */
const OUTERMOST = new Set(['REQUEST_ALIVE', 'SOCKET_ALIVE', 'HTTP_STREAM_JOB']);

/** The open events of each source, the outermost first. With few exceptions they end in reverse order. */
class OpenEvents {
  readonly #open = new Map<number, string[]>();

  begin(source: number, type: string): void {
    const open = this.#open.get(source);
    if (open === undefined) this.#open.set(source, [type]);
    // In a URL_REQUEST, CORS_REQUEST begins before REQUEST_ALIVE and also ends before it.
    else if (OUTERMOST.has(type)) open.unshift(type);
    else open.push(type);
  }

  /** The type that ends; null when it began before the trace. */
  end(source: number, params: JsonObject): string | null {
    const type = this.#open.get(source)?.pop() ?? null;
    // An abandoned handshake has no end. The end of a handshake always has an outcome in its params.
    const givenUp = type === 'SSL_CONNECT' && params.version === undefined && params.net_error === undefined;
    return givenUp ? this.end(source, params) : type;
  }
}

/** Milliseconds of the monotonic clock, as a string. */
function ticksOf(value: unknown): bigint | null {
  const text = asString(value);
  return text !== null && /^\d{1,15}$/.test(text) ? BigInt(text) : null;
}
