import type { EpochMs, Millis, Protocol } from '../../../model/capture.ts';
import type { ConnectionEvidence } from '../../../model/evidence.ts';
import { hostOf, type Origin } from '../../../model/origin.ts';
import type { LogContext } from '../lines/message.ts';
import { Connection, factsOf } from './connection.ts';
import { parseConnectionKey } from './connection-key.ts';

const BEFORE_THE_LOG = -1;

/** Connections by the address of their object, which a later connection may reuse. */
export class ConnectionsByPointer {
  readonly #context: LogContext;
  readonly #byPointer = new Map<string, Connection>();
  readonly #uses = new Map<string, number>();

  constructor(context: LogContext) {
    this.#context = context;
  }

  /** Number of connections in memory. */
  get size(): number {
    return this.#byPointer.size;
  }

  get(pointer: string): Connection | undefined {
    return this.#byPointer.get(pointer);
  }

  /** The connection at this address. One that was opened before the log began is created now. */
  at(pointer: string): Connection {
    const known = this.#byPointer.get(pointer);
    if (known !== undefined) return known;
    const connection = this.create(pointer, null, null);
    connection.readyOrdinal = BEFORE_THE_LOG;
    return connection;
  }

  /** Marks an object as an open connection, and emits what is known about it. */
  markOpen(connection: Connection): void {
    if (connection.open) return;
    connection.open = true;
    const { protocol, key, remote, createdAt } = connection;
    this.emit(connection, { protocol, remote, openedAt: createdAt, ...factsOf(key) });
  }

  emit({ id, open }: Connection, facts: ConnectionEvidence['facts']): void {
    if (open) this.#context.emit({ kind: 'connection', source: 'moz-log', id, facts });
  }

  /** How it was set up, as reported by the transaction that it was opened for. */
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
    this.markOpen(connection);
    this.emit(connection, { protocol });
  }

  /** The first request for the host that a QUIC connection was opened for also shows the port. */
  carries(connection: Connection, origin: Origin | null): void {
    if (connection.key !== null || connection.host === null || origin === null) return;
    if (hostOf(origin) !== connection.host) return;
    connection.host = null;
    this.emit(connection, { openedFor: origin, openedForCertainty: 'observed' });
  }

  /** The browser puts no new requests on it. */
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

  /** Its object is gone, and a later connection may reuse the address. */
  destroyed(pointer: string, time: EpochMs | null): void {
    this.close(this.#byPointer.get(pointer), time);
    this.#byPointer.delete(pointer);
  }

  /** It has a socket to this address. */
  opened(connection: Connection, address: string | null): void {
    connection.address = address;
    connection.open = true;
    this.emit(connection, { openedAt: connection.createdAt });
  }

  /** Creates a new connection, which replaces an earlier one at the same address. */
  create(pointer: string, protocol: Protocol | null, time: EpochMs | null): Connection {
    const uses = (this.#uses.get(pointer) ?? 0) + 1;
    this.#uses.set(pointer, uses);
    const id = `${this.#context.run}${pointer}${uses === 1 ? '' : `-${uses}`}`;
    const connection = new Connection(id, pointer, protocol, time);
    this.#byPointer.set(pointer, connection);
    return connection;
  }

  /** Takes its key, which shows what it was opened for. */
  keyed(connection: Connection, text: string): void {
    if (connection.key !== null) return;
    const key = parseConnectionKey(text);
    if (key === null) return;
    connection.key = key;
    if (key.http3) connection.protocol = 'h3';
    else if (key.origin?.startsWith('http:')) connection.protocol ??= 'http/1.1';
    const { protocol, remote } = connection;
    this.emit(connection, { protocol, remote, ...factsOf(key) });
  }

  /** The key in a dispatch is the request's. It is also that of a QUIC connection if it names the connection's host. */
  dispatched(connection: Connection | undefined, text: string): void {
    if (connection?.host == null) return;
    if (hostOf(parseConnectionKey(text)?.origin ?? '') === connection.host) this.keyed(connection, text);
  }
}
