import { asObject, asString, type JsonObject, parseJson } from '../../json.ts';
import { NetLogEvent, type Phase } from '../../netlog/events/netlog-event.ts';
import type { MonotonicNs, WallClock } from './clocks.ts';

const NS_PER_MS = 1_000_000n;

/** One event, its params not parsed yet. */
export interface TracedEvent {
  readonly source: number;
  /** Null for an end: a trace tells the name of what ends with its beginning only. */
  readonly type: string | null;
  readonly phase: Phase;
  readonly at: MonotonicNs;
  readonly params: string | null;
}

/**
 * Puts the events of all threads in order, for each thread's come in lumps, and finds out what it is that ends.
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
    // What nobody wants is kept without its params, for its end has to be told from others.
    else if (event.phase === 'begin') this.#events.push({ ...event, params: null });
  }

  /** Gives the wanted ones in order. */
  release(clock: WallClock, take: (event: NetLogEvent) => void): void {
    this.#events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const open = new OpenEvents();
    for (const { source, type: told, phase, at, params: text } of this.#events) {
      const params = asObject(text === null ? null : parseJson(text)) ?? {};
      if (phase === 'begin' && told !== null) open.begin(source, told);
      const type = phase === 'end' ? open.end(source, params) : told;
      if (type === null || !this.#wanted.has(type)) continue;
      const start = ticksOf(params.source_start_time);
      const sourceStart = start === null ? null : clock.epochMs(start * NS_PER_MS);
      take(new NetLogEvent({ type, phase, source, sourceStart, time: clock.epochMs(at) }, params));
    }
    this.#events.length = 0;
  }
}

/** Ends with its source, whatever else of it was begun before or did not end (net/log/net_log_event_type_list.h). */
const OUTERMOST = new Set(['REQUEST_ALIVE', 'SOCKET_ALIVE', 'HTTP_STREAM_JOB']);

/** What is open in each source, the outermost first. Things end in the turned order of their beginnings, nearly. */
class OpenEvents {
  readonly #open = new Map<number, string[]>();

  begin(source: number, type: string): void {
    const open = this.#open.get(source);
    if (open === undefined) this.#open.set(source, [type]);
    // URL_REQUEST: CORS_REQUEST begins before REQUEST_ALIVE and ends before it, too.
    else if (OUTERMOST.has(type)) open.unshift(type);
    else open.push(type);
  }

  /** What it is that ends; null when that began before the trace did. */
  end(source: number, params: JsonObject): string | null {
    const type = this.#open.get(source)?.pop() ?? null;
    // A handshake that was given up has no end of its own, and an end tells its outcome.
    const givenUp = type === 'SSL_CONNECT' && params.version === undefined && params.net_error === undefined;
    return givenUp ? this.end(source, params) : type;
  }
}

/** Milliseconds of the monotonic clock, as a string. */
function ticksOf(value: unknown): bigint | null {
  const text = asString(value);
  return text !== null && /^\d{1,15}$/.test(text) ? BigInt(text) : null;
}
