import type { ConnectionEvidence } from '../../../model/evidence.ts';
import { originOf } from '../../../model/origin.ts';
import { unknownSocketId } from '../../../model/unknown-socket.ts';
import { asNumber, asString } from '../../json.ts';
import type { Handlers, NetLogContext } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import { polledSessions } from '../polled-data.ts';
import { parseHeaders, targetOf } from '../requests/headers.ts';
import { SourceTable } from '../source-table.ts';
import type { Connection } from './connection.ts';
import { proxyName } from './proxy-name.ts';
import type { Socket, Sockets } from './sockets.ts';

/** The part of an attempt (attempt.ts) that a session needs to find the attempt's stream. */
export interface StreamSeeker {
  readonly job: { readonly session: Http2Session | null } | null;
  readonly connection: Connection | null;
  readonly target: string | null;
  session: Http2Session | null;
  stream: number | null;
  bodySent: number | null;
}

/** One HTTP/2 session: the host it was opened for, and the socket it runs on. */
export class Http2Session {
  readonly #unknownSocket: Connection;
  socket: Socket | null = null;
  /** From the first event. The second event names the socket, and so the connection that has these facts. */
  facts: ConnectionEvidence['facts'] = { protocol: 'h2' };
  /** Attempts on this session whose stream is not known yet. */
  readonly awaitingStream: StreamSeeker[] = [];
  /** Open attempts by their stream. */
  readonly streams = new Map<number, StreamSeeker>();

  constructor(id: number) {
    this.#unknownSocket = {
      id: unknownSocketId(id),
      protocol: 'h2',
      remote: null,
      readyOrdinal: -1,
      dns: null,
      connect: null,
      tls: null,
    };
  }

  /** Without its beginning a log may not name the socket. Then the session itself counts as the connection. */
  get connection(): Connection {
    return this.socket ?? this.#unknownSocket;
  }
}

/** Finds the attempt for the source id of an HTTP_STREAM_JOB or a URL_REQUEST. */
export type AttemptOf = (source: number) => StreamSeeker | undefined;

/** HTTP2_SESSION sources. `attemptOf` finds the attempt whose stream a HEADERS frame opened. */
export class Http2Sessions {
  readonly #context: NetLogContext;
  readonly #sockets: Sockets;
  readonly #attemptOf: AttemptOf;
  readonly #sessions = new SourceTable((id) => new Http2Session(id));
  /** Attempts for which the log does not name a session or socket. */
  readonly #unbound: StreamSeeker[] = [];
  readonly handlers: Handlers;

  constructor(context: NetLogContext, sockets: Sockets, attemptOf: AttemptOf) {
    this.#context = context;
    this.#sockets = sockets;
    this.#attemptOf = attemptOf;
    this.handlers = {
      HTTP2_SESSION: (event) => this.#alive(event),
      HTTP2_SESSION_INITIALIZED: (event) => this.#initialized(event),
      HTTP2_SESSION_SEND_HEADERS: (event) => this.#sendHeaders(event),
      HTTP2_SESSION_SEND_DATA: ({ source, params }) => {
        const attempt = this.#sessions.at(source).streams.get(asNumber(params.stream_id) ?? 0);
        if (attempt !== undefined) attempt.bodySent = (attempt.bodySent ?? 0) + (asNumber(params.size) ?? 0);
      },
      HTTP2_SESSION_RECV_GOAWAY: ({ source, time }) =>
        this.#emit(this.#sessions.at(source), { retiredAt: time }),
      HTTP2_SESSION_CLOSE: (event) => this.#close(event),
    };
  }

  /** How many sources and attempts are held. */
  get size(): number {
    return this.#sessions.size + this.#unbound.length;
  }

  at(id: number): Http2Session {
    return this.#sessions.at(id);
  }

  #alive({ source, phase, params }: NetLogEvent): void {
    const session = this.#sessions.at(source);
    if (phase === 'end') {
      this.#sessions.finish(source);
      return;
    }
    const openedFor = originOf(`https://${asString(params.host) ?? ''}`);
    session.facts = {
      protocol: 'h2',
      proxy: proxyName(asString(params.proxy)),
      ...(openedFor === null ? {} : { openedFor, openedForCertainty: 'observed' }),
    };
  }

  #initialized(event: NetLogEvent): void {
    const session = this.#sessions.at(event.source);
    const socket = event.dependency;
    if (socket !== null) {
      session.socket = this.#sockets.at(socket);
      session.socket.protocol = 'h2';
      this.#sockets.announce(session.socket);
    }
    this.#emit(session, session.facts);
  }

  /** Completes sessions whose beginning is not in the log, or was removed from it, with the data at the end. */
  polled(polledData: unknown): void {
    for (const { source, facts } of polledSessions(polledData)) {
      const session = this.#sessions.get(source);
      if (session !== undefined && !session.facts.openedFor) this.#emit(session, facts);
    }
  }

  /** An attempt was sent. Its HEADERS frame follows. */
  await(attempt: StreamSeeker): void {
    const session = attempt.job?.session ?? null;
    if (session !== null) session.awaitingStream.push(attempt);
    else if (attempt.connection === null) this.#unbound.push(attempt);
  }

  /** The attempt is over, with or without a frame. */
  forget(attempt: StreamSeeker): void {
    remove(attempt.job?.session?.awaitingStream ?? [], attempt);
    remove(this.#unbound, attempt);
    if (attempt.stream !== null) attempt.session?.streams.delete(attempt.stream);
  }

  #sendHeaders(event: NetLogEvent): void {
    const session = this.#sessions.at(event.source);
    const owner = event.dependency;
    const attempt = (owner === null ? undefined : this.#attemptOf(owner)) ?? this.#awaiting(session, event);
    if (attempt === undefined) return;
    attempt.stream = asNumber(event.params.stream_id);
    this.forget(attempt);
    attempt.session = session;
    attempt.bodySent = 0;
    if (attempt.stream !== null) session.streams.set(attempt.stream, attempt);
  }

  /**
   * For a log that does not say whose frame it is, as with the newer stream pool, where several requests share the source
   * that the frame points at: the attempt for that target, else the one that has waited longest.
   */
  #awaiting(session: Http2Session, event: NetLogEvent): StreamSeeker | undefined {
    const target = targetOf(parseHeaders(event.params.headers));
    const matches = (attempt: StreamSeeker) => target !== null && attempt.target === target;
    return session.awaitingStream.find(matches) ?? this.#unbound.find(matches) ?? session.awaitingStream[0];
  }

  #close({ source, time, params }: NetLogEvent): void {
    const session = this.#sessions.at(source);
    const code = asNumber(params.net_error) ?? 0;
    const error = code === 0 ? null : this.#context.errorName(code);
    const closeReason = [asString(params.description), error].filter((part) => part).join(' ') || null;
    if (session.socket !== null) session.socket.closeReason = closeReason;
    this.#emit(session, { closedAt: time, closeReason });
  }

  #emit(session: Http2Session, facts: ConnectionEvidence['facts']): void {
    this.#context.emit({ kind: 'connection', source: 'netlog', id: session.connection.id, facts });
  }
}

function remove(list: StreamSeeker[], attempt: StreamSeeker): void {
  const at = list.indexOf(attempt);
  if (at >= 0) list.splice(at, 1);
}
