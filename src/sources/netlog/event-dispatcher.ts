import { ConnectJobs } from './connections/connect-jobs.ts';
import { HostResolver } from './connections/host-resolver.ts';
import { Http2Sessions } from './connections/http2-sessions.ts';
import { QuicSessions } from './connections/quic-sessions.ts';
import { Sockets } from './connections/sockets.ts';
import { StreamJobs } from './connections/stream-jobs.ts';
import { StreamPool } from './connections/stream-pool.ts';
import { Tunnels } from './connections/tunnels.ts';
import type { EventConsumer, Handler, NetLogContext } from './event-handlers.ts';
import type { NetLogEvent, ParsedEvent } from './events/netlog-event.ts';
import { UrlRequests } from './requests/url-requests.ts';

/** Turns NetLog events, wherever they come from, into evidence. */
export class NetLogEventDispatcher {
  readonly #context: NetLogContext;
  readonly #handlers = new Map<string, Handler>();
  readonly #requests: UrlRequests;
  readonly #sessions: Http2Sessions;
  readonly #parts: readonly EventConsumer[];

  constructor(options: Pick<NetLogContext, 'emit' | 'errorName' | 'readCertificate'>) {
    const context: NetLogContext = { ...options, ordinal: 0, proxies: new Map() };
    const connectJobs = new ConnectJobs();
    const sockets = new Sockets(context, connectJobs);
    const sessions = new Http2Sessions(context, sockets, (source) => this.#requests.attemptOf(source));
    const quic = new QuicSessions(context);
    const jobs = new StreamJobs(context, sockets, sessions, quic);
    const tunnels = new Tunnels();
    this.#requests = new UrlRequests(context, jobs, sessions, quic, tunnels);
    this.#context = context;
    this.#sessions = sessions;
    const requests = this.#requests;
    const pool = new StreamPool({ sockets, connectJobs, jobs, sessions, requests });
    this.#parts = [
      connectJobs,
      sockets,
      sessions,
      quic,
      jobs,
      requests,
      tunnels,
      pool,
      new HostResolver(context),
    ];
    for (const part of this.#parts) {
      for (const [type, handler] of Object.entries(part.handlers)) {
        const before = this.#handlers.get(type);
        this.#handlers.set(type, before === undefined ? handler : inTurn(before, handler));
      }
    }
  }

  /** The event types that say something; all others can be left unread. */
  get types(): ReadonlySet<string> {
    return new Set(this.#handlers.keys());
  }

  /** How much is held, whatever the length of the log: open sources, and some that ended lately. */
  get size(): number {
    return this.#parts.reduce((sum, part) => sum + part.size, 0);
  }

  /** Who takes the events of a type; nobody takes those that say nothing. */
  handlerOf(type: string): Handler | undefined {
    return this.#handlers.get(type);
  }

  /** Applies an event that says its type. */
  applyParsed(event: ParsedEvent): void {
    const handler = this.handlerOf(event.type);
    if (handler !== undefined) this.apply(handler, event);
  }

  apply(handler: Handler, event: NetLogEvent): void {
    this.#context.ordinal += 1;
    handler(event);
  }

  /** What stands after the events: how things were when the log was stopped. */
  polled(polledData: unknown): void {
    this.#sessions.polled(polledData);
  }

  /** No more comes. */
  end(): void {
    this.#requests.end();
  }
}

function inTurn(first: Handler, second: Handler): Handler {
  return (event) => {
    first(event);
    second(event);
  };
}
