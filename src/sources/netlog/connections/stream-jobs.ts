import { originOf } from '../../../model/origin.ts';
import { asString } from '../../json.ts';
import type { Handlers, NetLogContext } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import { SourceTable } from '../source-table.ts';
import { type GroupId, parseGroupId } from './group-id.ts';
import type { Http2Session, Http2Sessions } from './http2-sessions.ts';
import { proxyName } from './proxy-name.ts';
import type { QuicSession, QuicSessions } from './quic-sessions.ts';
import type { Socket, Sockets } from './sockets.ts';

/** The job of finding a connection for a request, and the connection that it got. */
export interface StreamJob {
  readonly id: number;
  session: Http2Session | null;
  quic: QuicSession | null;
  /** For HTTP/1.1 the socket to send on; for HTTP/2 the socket that its session was created from. */
  socket: Socket | null;
  proxy: string | null;
  group: GroupId | null;
}

/**
 * HTTP_STREAM_JOB sources. One of four events names the session that a job got. The first coalesced request of a host is
 * logged as HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE, so none of these events alone shows that a request was coalesced.
 */
export class StreamJobs {
  readonly #context: NetLogContext;
  readonly #sockets: Sockets;
  readonly #jobs = new SourceTable<StreamJob>((id) => ({
    id,
    session: null,
    quic: null,
    socket: null,
    proxy: null,
    group: null,
  }));
  /** By the id of the HTTP_STREAM_JOB_CONTROLLER, if there is one. */
  readonly #proxies = new Map<number, string>();
  readonly #urls = new Map<number, string>();
  readonly handlers: Handlers;

  constructor(context: NetLogContext, sockets: Sockets, sessions: Http2Sessions, quic: QuicSessions) {
    this.#context = context;
    this.#sockets = sockets;
    const gotSession = (event: NetLogEvent) => {
      const session = event.dependency;
      if (session === null) return;
      const known = this.#jobs.get(event.source) !== undefined;
      this.#jobs.at(event.source).session = sessions.at(session);
      // Not a job, or one whose beginning is missing: no event may report its end.
      if (!known) this.#jobs.finish(event.source);
    };
    this.handlers = {
      HTTP_STREAM_JOB: (event) => this.#alive(event),
      HTTP_STREAM_POOL_ATTEMPT_MANAGER_ALIVE: ({ source, phase }) => {
        if (phase === 'begin') this.#jobs.at(source);
        else this.#jobs.finish(source);
      },
      HTTP_STREAM_POOL_ATTEMPT_MANAGER_EXISTING_SPDY_SESSION_MATCHED: gotSession,
      HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET: gotSession,
      HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION: gotSession,
      HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL: gotSession,
      HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE: gotSession,
      TCP_CLIENT_SOCKET_POOL_REQUESTED_SOCKET: ({ source, params }) => {
        this.#jobs.at(source).group = parseGroupId(asString(params.group_id) ?? '');
      },
      SOCKET_POOL_BOUND_TO_SOCKET: (event) => this.#gotSocket(event),
      QUIC_SESSION_POOL_USE_EXISTING_SESSION: (event) => {
        const session = event.dependency;
        if (session !== null) this.#jobs.at(event.source).quic = quic.at(session);
      },
      HTTP_STREAM_JOB_CONTROLLER_PROXY_SERVER_RESOLVED: ({ source, params }) => {
        const proxy = proxyName(asString(params.proxy_chain));
        if (proxy === null) return;
        this.#proxies.set(source, proxy);
        context.proxies.set(originOf(this.#urls.get(source) ?? '') ?? '', proxy);
      },
      HTTP_STREAM_JOB_CONTROLLER: (event) => {
        if (event.phase === 'begin') this.#urls.set(event.source, asString(event.params.url) ?? '');
        if (event.phase !== 'end') return;
        this.#proxies.delete(event.source);
        this.#urls.delete(event.source);
      },
    };
  }

  /** How many sources are held. */
  get size(): number {
    return this.#jobs.size + this.#proxies.size + this.#urls.size;
  }

  at(id: number): StreamJob {
    return this.#jobs.at(id);
  }

  #alive(event: NetLogEvent): void {
    if (event.phase === 'end') {
      this.#jobs.finish(event.source);
      return;
    }
    const controller = event.dependency;
    this.#jobs.at(event.source).proxy = (controller === null ? null : this.#proxies.get(controller)) ?? null;
  }

  #gotSocket(event: NetLogEvent): void {
    const id = event.dependency;
    if (id === null) return;
    const job = this.#jobs.at(event.source);
    job.socket = this.#sockets.at(id);
    // The socket of a WebSocket belongs to no pool, so its own job names no group.
    this.#sockets.join(job.socket, job.group);
    this.#sockets.announce(job.socket);
    if (job.proxy === null) return;
    const { emit } = this.#context;
    emit({ kind: 'connection', source: 'netlog', id: job.socket.id, facts: { proxy: job.proxy } });
  }
}
