import type { Certificate, ConnectionId, EpochMs, Protocol, Remote } from '../../../model/capture.ts';
import type { ConnectionEvidence } from '../../../model/evidence.ts';
import { hostOf, originOf } from '../../../model/origin.ts';
import { asArray, asNumber, asString } from '../../json.ts';
import type { Handlers, NetLogContext } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import { SourceTable } from '../source-table.ts';
import type { ConnectJob, ConnectJobs } from './connect-jobs.ts';
import { type Connection, lengthOf, parseEndpoint, type Span } from './connection.ts';
import type { GroupId } from './group-id.ts';

/** One TCP socket. CDP and HAR use its source id as the connection id. */
export class Socket implements Connection {
  readonly id: ConnectionId;
  job: ConnectJob | null = null;
  start: EpochMs | null = null;
  connect: Span | null = null;
  tls: Span | null = null;
  remote: Remote | null = null;
  protocol: Protocol | null = null;
  certificate: Certificate | null = null;
  clientCertificate: boolean | null = null;
  readyOrdinal: number | null = -1;
  closeReason: string | null = null;
  /** It counts as a connection: it was opened, or a request was sent on it. */
  known = false;
  /** Its other end is a proxy that speaks HTTP/2. Its session says what it was opened for. */
  toProxy = false;
  /** The group in the pool, for a socket whose own job does not name it. */
  group: GroupId | null = null;

  constructor(id: number) {
    this.id = String(id);
  }

  get dns(): Span | null {
    return this.job?.dns ?? null;
  }

  get facts(): ConnectionEvidence['facts'] {
    const group = this.group ?? this.job?.group ?? null;
    const openedFor = this.toProxy ? null : group?.origin;
    const setup = { dns: lengthOf(this.dns), connect: lengthOf(this.connect), tls: lengthOf(this.tls) };
    return {
      protocol: this.protocol,
      remote: this.remote,
      ...(openedFor ? { openedFor, openedForCertainty: 'observed' as const } : {}),
      openedAt: this.dns?.start ?? this.connect?.start ?? this.start,
      certificate: this.certificate,
      clientCertificate: this.clientCertificate,
      privacyMode: group?.privacyMode ?? null,
      credentials: group?.credentials ?? null,
      partition: group?.partition ?? null,
      setup: this.connect === null ? null : setup,
    };
  }
}

/** SOCKET sources: TCP and TLS setup, certificate and end. */
export class Sockets {
  readonly #context: NetLogContext;
  readonly #jobs: ConnectJobs;
  readonly #sockets = new SourceTable((id) => new Socket(id));
  /** A cache, because every connection to a host logs the same chain. */
  readonly #certificates = new Map<string, Certificate | null>();
  readonly handlers: Handlers;

  constructor(context: NetLogContext, jobs: ConnectJobs) {
    this.#context = context;
    this.#jobs = jobs;
    this.handlers = {
      SOCKET_ALIVE: (event) => this.#alive(event),
      TCP_CONNECT: (event) => this.#tcp(event),
      SSL_CONNECT: (event) => this.#tls(event),
      SSL_CERTIFICATES_RECEIVED: ({ source, params }) => {
        const socket = this.#sockets.at(source);
        socket.certificate = this.#certificate(asString(asArray(params.certificates)?.[0]));
        if (socket.known) this.#emit(socket, { certificate: socket.certificate });
      },
      // Logged when the server asked for one. With 0 the browser had none to show (ssl_client_socket_impl.cc).
      SSL_CLIENT_CERT_PROVIDED: ({ source, params }) => {
        this.#sockets.at(source).clientCertificate = (asNumber(params.cert_count) ?? 0) > 0;
      },
      SOCKET_IN_USE: ({ source, phase }) => {
        const socket = this.#sockets.get(source);
        if (phase === 'begin' && socket !== undefined) this.announce(socket);
      },
      SOCKET_POOL_CLOSING_SOCKET: ({ source, params }) => {
        this.#sockets.at(source).closeReason ??= asString(params.reason);
      },
    };
  }

  get size(): number {
    return this.#sockets.size;
  }

  at(id: number): Socket {
    return this.#sockets.at(id);
  }

  /** Reports that this socket is a connection, with all that is known about it. */
  announce(socket: Socket): void {
    if (socket.known) return;
    socket.known = true;
    this.#emit(socket, { ...socket.facts, ...this.#proxyFacts(socket) });
  }

  /** Also for an idle socket, which the pool has not given to a request yet. */
  #proxyFacts({ job, toProxy }: Socket): ConnectionEvidence['facts'] {
    const proxy = job?.proxied ? this.#context.proxies.get(job.group?.origin ?? '') : undefined;
    if (proxy === undefined) return {};
    if (!toProxy) return { proxy };
    const openedFor = originOf(proxy.includes('://') ? proxy : `http://${proxy}`);
    return openedFor === null ? {} : { openedFor, openedForCertainty: 'observed' };
  }

  /** Sets the group from another source, for a socket whose own job does not name it. */
  join(socket: Socket, group: GroupId | null): void {
    if (group === null || socket.group !== null || socket.job?.group) return;
    socket.group = group;
    if (socket.known) this.#emit(socket, socket.facts);
  }

  #emit(socket: Socket, facts: ConnectionEvidence['facts']): void {
    this.#context.emit({ kind: 'connection', source: 'netlog', id: socket.id, facts });
  }

  #alive(event: NetLogEvent): void {
    if (event.phase === 'begin') {
      const socket = this.#sockets.at(event.source);
      socket.start = event.time;
      socket.readyOrdinal = null;
      socket.job = this.#jobs.get(event.dependency) ?? null;
    } else if (event.phase === 'end') {
      const socket = this.#sockets.at(event.source);
      this.#sockets.finish(event.source);
      if (socket.known) this.#emit(socket, { closedAt: event.time, closeReason: socket.closeReason });
    }
  }

  #tcp({ source, phase, time, params }: NetLogEvent): void {
    const socket = this.#sockets.at(source);
    if (phase === 'begin') {
      socket.connect = { start: time, end: null };
      this.#resolution(socket, asArray(params.address_list) ?? []);
      return;
    }
    if ((asNumber(params.net_error) ?? 0) !== 0) return;
    if (socket.connect !== null) socket.connect = { start: socket.connect.start, end: time };
    socket.remote = parseEndpoint(asString(params.remote_address));
    const group = socket.group ?? socket.job?.group;
    const plain = group?.origin?.startsWith('http:') ?? false;
    if (plain) this.#ready(socket, 'http/1.1');
  }

  #tls({ source, phase, time, params }: NetLogEvent): void {
    const socket = this.#sockets.at(source);
    if (phase === 'begin') {
      socket.tls = { start: time, end: null };
    } else if ((asNumber(params.net_error) ?? 0) === 0) {
      socket.clientCertificate ??= false;
      if (socket.tls !== null) socket.tls = { start: socket.tls.start, end: time };
      this.#ready(socket, alpn(asString(params.next_proto)));
    }
  }

  #ready(socket: Socket, protocol: Protocol | null): void {
    socket.protocol = protocol;
    socket.toProxy = socket.job?.towardsProxy ?? false;
    socket.readyOrdinal = this.#context.ordinal;
    if (socket.known) this.#emit(socket, socket.facts);
    else if (socket.job !== null) this.announce(socket);
  }

  /** The addresses that a direct connection may choose from are those that its host resolved to. */
  #resolution(socket: Socket, list: readonly unknown[]): void {
    const origin = (socket.group ?? socket.job?.group)?.origin ?? null;
    const proxied = this.#context.proxies.size > 0 || (socket.job?.towardsProxy ?? false);
    const host = origin === null || proxied ? null : hostOf(origin);
    if (host === null) return;
    const addresses = list.flatMap((item) => parseEndpoint(asString(item))?.address ?? []);
    this.#context.emit({ kind: 'resolution', source: 'netlog', host, addresses });
  }

  #certificate(pem: string | null): Certificate | null {
    if (pem === null) return null;
    let certificate = this.#certificates.get(pem);
    if (certificate === undefined) {
      certificate = this.#context.readCertificate(pem);
      this.#certificates.set(pem, certificate);
    }
    return certificate;
  }
}

/** Without ALPN the protocol is HTTP/1.1. A redacted log does not name it. */
function alpn(name: string | null): Protocol | null {
  if (name === null) return null;
  return name === 'h2' ? 'h2' : 'http/1.1';
}
