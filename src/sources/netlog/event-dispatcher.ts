import { ConnectJobs } from './connections/connect-jobs.ts';
import { HostResolver } from './connections/host-resolver.ts';
import { Http2Sessions } from './connections/http2-sessions.ts';
import { QuicSessions } from './connections/quic-sessions.ts';
import { Sockets } from './connections/sockets.ts';
import { StreamJobs } from './connections/stream-jobs.ts';
import { StreamPool } from './connections/stream-pool.ts';
import { Tunnels } from './connections/tunnels.ts';
import type { EventConsumer, Handler, NetLogContext } from './event-handlers.ts';
import type { NetLogEvent } from './events/netlog-event.ts';
import { UrlRequests } from './requests/url-requests.ts';

/** Passes each NetLog event, from a log or a trace, to the consumers of its type, which turn events into evidence. */
export class NetLogEventDispatcher {
  readonly #context: NetLogContext;
  readonly #handlers = new Map<string, Handler>();
  readonly #requests: UrlRequests;
  readonly #sessions: Http2Sessions;
  readonly #consumers: readonly EventConsumer[];

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
    this.#consumers = [
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
    for (const consumer of this.#consumers) {
      for (const [type, handler] of Object.entries(consumer.handlers)) {
        const before = this.#handlers.get(type);
        this.#handlers.set(type, before === undefined ? handler : inTurn(before, handler));
      }
    }
  }

  /** The event types that are handled. Events of other types need not be read. */
  get types(): ReadonlySet<string> {
    return new Set(this.#handlers.keys());
  }

  /** How many sources are held: the open ones and some that ended recently. It does not grow with the log. */
  get size(): number {
    return this.#consumers.reduce((sum, consumer) => sum + consumer.size, 0);
  }

  apply(event: NetLogEvent): void {
    const handler = this.#handlers.get(event.type);
    if (handler === undefined) return;
    this.#context.ordinal += 1;
    handler(event);
  }

  /** Takes the data after the events: the state when the log was stopped. */
  polled(polledData: unknown): void {
    this.#sessions.polled(polledData);
  }

  /** No more events follow. */
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
