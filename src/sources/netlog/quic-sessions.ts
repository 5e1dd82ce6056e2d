import type { ConnectionId, Remote } from '../../model/capture.ts';
import type { ConnectionEvidence } from '../../model/evidence.ts';
import { formatOrigin } from '../../model/origin.ts';
import { asArray, asNumber, asString } from '../json.ts';
import { type Connection, lengthOf, parseEndpoint, type Span } from './connection.ts';
import type { Handlers, NetLogContext } from './context.ts';
import { dependencyOf, type NetLogEvent } from './event.ts';
import { privacyModeOf } from './privacy-mode.ts';
import { proxyName } from './proxy.ts';
import { SourceTable } from './source-table.ts';

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

  constructor(id: number) {
    this.id = String(id);
  }
}

/** QUIC_SESSION sources, as connections. What pooled them is not read yet. */
export class QuicSessions {
  readonly #context: NetLogContext;
  readonly #sessions = new SourceTable((id) => new QuicSession(id));
  /** The address that a QUIC_SESSION_POOL_*_JOB connects its UDP socket to, by the job's id. */
  readonly #addresses = new SourceTable((): { remote: Remote | null } => ({ remote: null }));
  readonly #jobOfSocket = new Map<number, number>();
  readonly handlers: Handlers;

  constructor(context: NetLogContext) {
    this.#context = context;
    this.handlers = {
      SOCKET_ALIVE: (event) => this.#udpAlive(event),
      SOCKET_CONNECT: ({ source, params }) => {
        const job = this.#jobOfSocket.get(source);
        if (job !== undefined) this.#addresses.at(job).remote = parseEndpoint(asString(params.address));
      },
      QUIC_SESSION_POOL_JOB: ({ source, phase }) => {
        if (phase === 'begin') this.#addresses.at(source);
        else this.#addresses.finish(source);
      },
      QUIC_SESSION: (event) => this.#alive(event),
      QUIC_SESSION_CERTIFICATE_VERIFIED: (event) => this.#verified(event),
      QUIC_SESSION_CLOSED: ({ source, params }) => {
        const code = asNumber(params.net_error) ?? 0;
        const reason = asString(params.details) ?? (code === 0 ? null : context.errorName(code));
        this.#sessions.at(source).closeReason = reason;
      },
    };
  }

  /** How many sources and the like are held. */
  get size(): number {
    return this.#sessions.size + this.#addresses.size + this.#jobOfSocket.size;
  }

  at(id: number): QuicSession {
    return this.#sessions.at(id);
  }

  #udpAlive(event: NetLogEvent): void {
    if (event.phase === 'end') {
      this.#jobOfSocket.delete(event.source);
      return;
    }
    const job = dependencyOf(event);
    if (job !== null && this.#addresses.get(job) !== undefined) this.#jobOfSocket.set(event.source, job);
  }

  #alive(event: NetLogEvent): void {
    const session = this.#sessions.at(event.source);
    if (event.phase === 'end') {
      this.#sessions.finish(event.source);
      this.#emit(session, { closedAt: event.time, closeReason: session.closeReason });
      return;
    }
    const { params } = event;
    const host = asString(params.host)?.toLowerCase();
    const port = asNumber(params.port) ?? 443;
    session.remote = this.#addresses.get(dependencyOf(event))?.remote ?? null;
    session.connect = { start: event.time, end: null };
    session.readyOrdinal = null;
    this.#emit(session, {
      protocol: 'h3',
      remote: session.remote,
      ...(host
        ? { openedFor: formatOrigin({ scheme: 'https', host, port }), openedForCertainty: 'observed' }
        : {}),
      openedAt: event.time,
      privacyMode: privacyModeOf(params.privacy_mode),
      partition: asString(params.network_anonymization_key),
      proxy: proxyName(asString(params.proxy_chain)),
    });
  }

  /** Its `subjects` are the certificate's names; the issuer is not told. */
  #verified({ source, time, params }: NetLogEvent): void {
    const session = this.#sessions.at(source);
    session.readyOrdinal ??= this.#context.ordinal;
    if (session.connect !== null) session.connect = { start: session.connect.start, end: time };
    const names = (asArray(params.subjects) ?? []).filter((name) => typeof name === 'string');
    this.#emit(session, {
      certificate: names.length === 0 ? null : { subject: names[0] ?? '', issuer: '', names },
      setup: { dns: null, connect: lengthOf(session.connect), tls: null },
    });
  }

  #emit(session: QuicSession, facts: ConnectionEvidence['facts']): void {
    this.#context.emit({ kind: 'connection', source: 'netlog', id: session.id, facts });
  }
}
