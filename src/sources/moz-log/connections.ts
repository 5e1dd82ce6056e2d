import type { EpochMs, Millis, Protocol, Refusal, Remote } from '../../model/capture.ts';
import type { ConnectionEvidence } from '../../model/evidence.ts';
import { hostOf, type Origin, originParts } from '../../model/origin.ts';
import { type ConnectionKey, parseConnectionKey } from './connection-key.ts';
import { type Handlers, type LogContext, matching } from './message.ts';
import type { SocketAddresses } from './socket-addresses.ts';
import { errorName } from './status-codes.ts';

/** An nsHttpConnection or HttpConnectionUDP: one TCP or QUIC connection. */
export class Connection {
  readonly id: string;
  readonly pointer: string;
  readonly createdAt: EpochMs | null;
  protocol: Protocol | null;
  key: ConnectionKey | null = null;
  /** Of a QUIC connection, whose key the lower levels do not tell: what it was opened for, without the port. */
  host: string | null = null;
  /** The address that it went to; the port is told by its key. */
  address: string | null = null;
  /** A connection that could not be made is an object, too: it counts from the first thing that says it is open. */
  open = false;
  /** Which message made it usable; null while that is not known. */
  readyOrdinal: number | null = null;
  /** Null until an ORIGIN frame came. */
  originFrame: readonly Origin[] | null = null;
  originFrameAt: EpochMs | null = null;
  refused: readonly Refusal[] = [];
  closed = false;
  retired = false;

  get remote(): Remote | null {
    const port = this.key === null ? null : portOf(this.key);
    return this.address === null || port === null ? null : { address: this.address, port };
  }

  constructor(id: string, pointer: string, protocol: Protocol | null, createdAt: EpochMs | null) {
    this.id = id;
    this.pointer = pointer;
    this.protocol = protocol;
    this.createdAt = createdAt;
  }
}

const BEFORE_THE_LOG = -1;

/** Connections by the address of their object, which the next connection may have again. */
export class Connections {
  readonly #context: LogContext;
  readonly #addresses: SocketAddresses;
  readonly #byPointer = new Map<string, Connection>();
  readonly #uses = new Map<string, number>();
  readonly handlers: Handlers;

  constructor(context: LogContext, addresses: SocketAddresses) {
    this.#context = context;
    this.#addresses = addresses;
    this.handlers = {
      'nsHttpConnection::Init': matching(
        /^nsHttpConnection::Init this=([0-9a-f]+) sockettransport=([0-9a-f]+)/,
        ([pointer = '', socket = ''], { time }) => this.#opened(pointer, socket, time),
      ),
      'HttpConnectionUDP::Init': matching(
        /^HttpConnectionUDP::Init this=([0-9a-f]+)/,
        ([pointer = ''], m) => {
          m.thread.connection = pointer;
          this.#create(pointer, 'h3', m.time);
        },
      ),
      'TlsHandshaker::SetupSSL': matching(
        /^TlsHandshaker::SetupSSL ([0-9a-f]+) caps=\S+ (\S.*)$/,
        ([pointer = '', key = '']) => this.#keyed(this.at(pointer), key),
      ),
      'nsHttpConnectionMgr::DispatchAbstractTransaction': matching(
        /^nsHttpConnectionMgr::DispatchAbstractTransaction \[ci=(.*) trans=[0-9a-f]+ caps=[0-9a-f]+ conn=([0-9a-f]+)\]$/,
        ([key = '', pointer = '']) => this.#dispatched(this.#byPointer.get(pointer), key),
      ),
      'nsHttpConnection::Close': matching(
        /^nsHttpConnection::Close \[this=([0-9a-f]+) reason=([0-9a-f]+)/,
        ([pointer = '', reason = ''], { time }) => this.#closedAs(pointer, time, reason),
        'ignored',
      ),
      'HttpConnectionUDP::Close': matching(
        /^HttpConnectionUDP::Close \[this=([0-9a-f]+) reason=([0-9a-f]+)/,
        ([pointer = '', reason = ''], { time }) => this.#closedAs(pointer, time, reason),
      ),
      Destroying: matching(
        /^Destroying (?:nsHttpConnection|HttpConnectionUDP) @([0-9a-f]+)/,
        ([pointer = ''], { time }) => {
          this.close(this.#byPointer.get(pointer), time);
          this.#byPointer.delete(pointer);
        },
        'ignored',
      ),
      'nsHttpConnection::DontReuse': matching(
        /^nsHttpConnection::DontReuse ([0-9a-f]+)/,
        ([pointer = ''], { time }) => this.retire(this.#byPointer.get(pointer), time),
      ),
    };
  }

  /** How many are held. */
  get size(): number {
    return this.#byPointer.size;
  }

  get(pointer: string): Connection | undefined {
    return this.#byPointer.get(pointer);
  }

  /** The connection there; one that was opened before the log began is made now. */
  at(pointer: string): Connection {
    const known = this.#byPointer.get(pointer);
    if (known !== undefined) return known;
    const connection = this.#create(pointer, null, null);
    connection.readyOrdinal = BEFORE_THE_LOG;
    return connection;
  }

  /** Says of an object that it is an open connection, with what is known of it. */
  tell(connection: Connection): void {
    if (connection.open) return;
    connection.open = true;
    const { protocol, key, remote, createdAt } = connection;
    this.emit(connection, { protocol, remote, openedAt: createdAt, ...facts(key) });
  }

  emit({ id, open }: Connection, told: ConnectionEvidence['facts']): void {
    if (open) this.#context.emit({ kind: 'connection', source: 'moz-log', id, facts: told });
  }

  /** How it was made, as the transaction tells that it was made for. */
  setUp(
    connection: Connection,
    openedAt: EpochMs | null,
    setup: Record<'dns' | 'connect' | 'tls', Millis | null>,
  ): void {
    const some = setup.dns !== null || setup.connect !== null || setup.tls !== null;
    this.emit(connection, { openedAt, setup: some ? setup : null });
  }

  speaks(connection: Connection, protocol: Protocol): void {
    connection.readyOrdinal ??= this.#context.ordinal;
    if (connection.protocol === protocol && connection.open) return;
    connection.protocol = protocol;
    this.tell(connection);
    this.emit(connection, { protocol });
  }

  /** The first request for the host that a QUIC connection was opened for tells the port, too. */
  carries(connection: Connection, origin: Origin | null): void {
    if (connection.key !== null || connection.host === null || origin === null) return;
    if (hostOf(origin) !== connection.host) return;
    connection.host = null;
    this.emit(connection, { openedFor: origin, openedForCertainty: 'observed' });
  }

  /** The browser puts nothing new on it. */
  retire(connection: Connection | undefined, time: EpochMs | null): void {
    if (connection === undefined || connection.retired) return;
    connection.retired = true;
    this.emit(connection, { retiredAt: time });
  }

  close(connection: Connection | undefined, time: EpochMs | null, reason: string | null = null): void {
    if (connection === undefined) return;
    if (!connection.closed) this.emit(connection, { closedAt: time });
    connection.closed = true;
    if (reason !== null) this.emit(connection, { closeReason: reason });
  }

  #opened(pointer: string, socket: string, time: EpochMs | null): void {
    const connection = this.#create(pointer, null, time);
    // Without a socket there is no connection, only an object that will say why.
    if (/^0+$/.test(socket)) return;
    connection.address = this.#addresses.of(socket);
    connection.open = true;
    this.emit(connection, { openedAt: time });
  }

  #create(pointer: string, protocol: Protocol | null, time: EpochMs | null): Connection {
    const uses = (this.#uses.get(pointer) ?? 0) + 1;
    this.#uses.set(pointer, uses);
    const id = `${this.#context.run}${pointer}${uses === 1 ? '' : `-${uses}`}`;
    const connection = new Connection(id, pointer, protocol, time);
    this.#byPointer.set(pointer, connection);
    return connection;
  }

  #keyed(connection: Connection, text: string): void {
    if (connection.key !== null) return;
    const key = parseConnectionKey(text);
    if (key === null) return;
    connection.key = key;
    if (key.http3) connection.protocol = 'h3';
    else if (key.origin?.startsWith('http:')) connection.protocol ??= 'http/1.1';
    const { protocol, remote } = connection;
    this.emit(connection, { protocol, remote, ...facts(key) });
  }

  /** A key told with a dispatch is the request's: that of a QUIC connection, if it is for the connection's host. */
  #dispatched(connection: Connection | undefined, text: string): void {
    if (connection?.host == null) return;
    if (hostOf(parseConnectionKey(text)?.origin ?? '') === connection.host) this.#keyed(connection, text);
  }

  #closedAs(pointer: string, time: EpochMs | null, reason: string): void {
    this.close(this.#byPointer.get(pointer), time, errorName(reason));
  }
}

/** What the key of a connection says of it. */
function facts(key: ConnectionKey | null): ConnectionEvidence['facts'] {
  if (key === null) return {};
  const { origin, anonymous, partition, proxy } = key;
  return {
    ...(origin === null ? {} : { openedFor: origin, openedForCertainty: 'observed' as const }),
    privacyMode: anonymous,
    partition,
    proxy,
  };
}

/** The port at the address: the proxy's, the alternative's, or the origin's own. */
function portOf({ origin, proxy, route }: ConnectionKey): number | null {
  const digits = /:(\d{1,5})$/.exec(proxy ?? route ?? '')?.[1];
  if (digits !== undefined) return Number(digits);
  return origin === null ? null : (originParts(origin)?.port ?? null);
}
