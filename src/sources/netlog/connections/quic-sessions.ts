import type { ConnectionId, EpochMs, Remote } from '../../../model/capture.ts';
import type { ConnectionEvidence } from '../../../model/evidence.ts';
import { formatOrigin, originOf } from '../../../model/origin.ts';
import { asArray, asNumber, asString } from '../../json.ts';
import type { Handler, Handlers, NetLogContext } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import { SourceTable } from '../source-table.ts';
import { type Connection, lengthOf, parseEndpoint, type Span } from './connection.ts';
import { poolOfMode } from './privacy-mode.ts';
import { proxyName } from './proxy-name.ts';

/** One QUIC connection. Its source id is what CDP and HAR call the connection id. */
export class QuicSession implements Connection {
  readonly id: ConnectionId;
  readonly protocol = 'h3' as const;
  readonly dns = null;
  readonly tls = null;
  remote: Remote | null = null;
  connect: Span | null = null;
  readyOrdinal: number | null = -1;
  closeReason: string | null = null;
  originFrameAt: EpochMs | null = null;
  /** It counts as a connection: its handshake was completed, or a request was sent on it. */
  known = false;
  /** What is known about it before it counts as a connection. */
  facts: ConnectionEvidence['facts'] = { protocol: 'h3' };

  constructor(id: number) {
    this.id = String(id);
  }
}

/**
 * QUIC_SESSION sources, as connections. No event is needed to see that a session was pooled: requests are bound to the
 * session itself, which names the host that it was opened for.
 */
export class QuicSessions {
  readonly #context: NetLogContext;
  readonly #sessions = new SourceTable((id) => new QuicSession(id));
  /** The address that a QUIC_SESSION_POOL_*_JOB connects its UDP socket to, by the job's id. */
  readonly #addresses = new SourceTable((): { remote: Remote | null } => ({ remote: null }));
  readonly #jobOfSocket = new Map<number, number>();
  readonly handlers: Handlers;

  constructor(context: NetLogContext) {
    this.#context = context;
    const job: Handler = ({ source, phase }) => {
      if (phase === 'begin') this.#addresses.at(source);
      else this.#addresses.finish(source);
    };
    this.handlers = {
      SOCKET_ALIVE: (event) => this.#udpAlive(event),
      SOCKET_CONNECT: (event) => {
        const job = this.#jobOfSocket.get(event.source);
        if (job !== undefined) this.#addresses.at(job).remote = parseEndpoint(asString(event.params.address));
      },
      QUIC_SESSION_POOL_JOB: job,
      HTTP_STREAM_POOL_QUIC_ATTEMPT_ALIVE: job,
      QUIC_SESSION: (event) => this.#alive(event),
      QUIC_SESSION_CERTIFICATE_VERIFIED: (event) => this.#verified(event),
      // A resumed session logs this event, but not QUIC_SESSION_CERTIFICATE_VERIFIED.
      QUIC_SESSION_CRYPTO_HANDSHAKE_COMPLETE: ({ source, time }) =>
        this.#ready(this.#sessions.at(source), time),
      QUIC_SESSION_ORIGIN_FRAME_RECEIVED: ({ source, time, params }) => {
        // All origins that the server has named so far (QuicChromiumClientSession::OnOriginFrame).
        const origins = (asArray(params.origins) ?? []).flatMap(
          (item) => originOf(asString(item) ?? '') ?? [],
        );
        const session = this.#sessions.at(source);
        session.originFrameAt ??= time;
        this.#report(session, { originFrame: origins, originFrameAt: session.originFrameAt });
      },
      HTTP3_GOAWAY_RECEIVED: ({ source, time }) =>
        this.#report(this.#sessions.at(source), { retiredAt: time }),
      QUIC_SESSION_CLOSE_ON_ERROR: ({ source, params }) => {
        const code = asNumber(params.net_error) ?? 0;
        if (code !== 0) this.#sessions.at(source).closeReason = context.errorName(code);
      },
      QUIC_SESSION_CLOSED: ({ source, params }) => {
        // After QUIC_SESSION_CLOSE_ON_ERROR `details` is only "net error".
        this.#sessions.at(source).closeReason ??= asString(params.details);
      },
    };
  }

  /** How many sources are held. */
  get size(): number {
    return this.#sessions.size + this.#addresses.size + this.#jobOfSocket.size;
  }

  at(id: number): QuicSession {
    return this.#sessions.at(id);
  }

  /** The session that a request is sent on. */
  used(id: number): QuicSession {
    const session = this.#sessions.at(id);
    this.#introduce(session);
    return session;
  }

  #udpAlive(event: NetLogEvent): void {
    if (event.phase === 'end') {
      this.#jobOfSocket.delete(event.source);
      return;
    }
    const job = event.dependency;
    if (job !== null && this.#addresses.get(job) !== undefined) this.#jobOfSocket.set(event.source, job);
  }

  #alive(event: NetLogEvent): void {
    const session = this.#sessions.at(event.source);
    if (event.phase === 'end') {
      this.#sessions.finish(event.source);
      this.#report(session, { closedAt: event.time, closeReason: session.closeReason });
      return;
    }
    const { params } = event;
    const host = asString(params.host)?.toLowerCase();
    const port = asNumber(params.port) ?? 443;
    session.remote = this.#addresses.get(event.dependency)?.remote ?? null;
    session.connect = { start: event.time, end: null };
    session.readyOrdinal = null;
    session.facts = {
      protocol: 'h3',
      remote: session.remote,
      ...(host
        ? { openedFor: formatOrigin({ scheme: 'https', host, port }), openedForCertainty: 'observed' }
        : {}),
      openedAt: event.time,
      ...poolOfMode(params.privacy_mode),
      partition: asString(params.network_anonymization_key),
      proxy: proxyName(asString(params.proxy_chain)),
    };
  }

  /** `subjects` are the names in the certificate. The event has no issuer. */
  #verified({ source, time, params }: NetLogEvent): void {
    const session = this.#sessions.at(source);
    this.#ready(session, time);
    const names = (asArray(params.subjects) ?? []).filter((name) => typeof name === 'string');
    if (names.length === 0) return;
    this.#report(session, { certificate: { subject: names[0] ?? '', issuer: '', names } });
  }

  #ready(session: QuicSession, time: EpochMs): void {
    if (session.readyOrdinal !== null) return;
    session.readyOrdinal = this.#context.ordinal;
    if (session.connect !== null) session.connect = { start: session.connect.start, end: time };
    this.#introduce(session);
    this.#report(session, { setup: { dns: null, connect: lengthOf(session.connect), tls: null } });
  }

  #introduce(session: QuicSession): void {
    if (session.known) return;
    session.known = true;
    this.#report(session, session.facts);
  }

  /** A session whose handshake fails is not a connection, and is not reported. */
  #report(session: QuicSession, facts: ConnectionEvidence['facts']): void {
    if (!session.known) return;
    this.#context.emit({ kind: 'connection', source: 'netlog', id: session.id, facts });
  }
}
