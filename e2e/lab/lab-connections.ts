import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { LabLog, LoggedConnection } from './log.ts';

interface Open {
  row: LoggedConnection;
  socket: TLSSocket;
  /** Null on HTTP/1.1. */
  session: ServerHttp2Session | null;
}

/**
 * Numbers the server's open TLS connections and writes them to the log.
 *
 * They are identified by the remote port: Node gives the request handler of an HTTP/2 server a proxy of the socket, not
 * the socket itself. The port is unique, because all connections come from the relay on this machine.
 */
export class Connections {
  readonly #open = new Map<number, Open>();
  /** All open sockets, including those in the handshake. */
  readonly #sockets = new Set<Socket>();
  /** When each was accepted, by remote port, epoch ms. */
  readonly #acceptedAt = new Map<number, number>();
  readonly #log: LabLog;
  #last = 0;

  constructor(log: LabLog) {
    this.#log = log;
  }

  /** Numbers and logs the connections of this server. */
  watch(server: Http2SecureServer): void {
    server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.add(socket);
      // More precise than Date.now(), to order connections that arrive together.
      this.#acceptedAt.set(port, performance.timeOrigin + performance.now());
      socket.on('close', () => this.#sockets.delete(socket));
    });
    // Must run before Node's own listener, which starts the HTTP/2 session and emits `session`.
    server.prependListener('secureConnection', (socket) => this.#opened(socket));
    server.on('session', (session) => {
      const open = this.#open.get(session.socket.remotePort ?? 0);
      if (open) open.session = session;
    });
  }

  #opened(socket: TLSSocket & { servername?: string }): void {
    const port = socket.remotePort ?? 0;
    const row = this.note(
      socket.servername || '',
      socket.alpnProtocol || 'http/1.1',
      this.#acceptedAt.get(port),
    );
    row.clientCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
    this.#open.set(port, { row, socket, session: null });
    socket.on('close', () => {
      row.closedAt = Date.now();
      this.#open.delete(port);
    });
  }

  /** Numbers a connection and writes it to the log. Connections of other servers are only added this way. */
  note(sni: string, protocol: string, acceptedAt: number | null = null): LoggedConnection {
    this.#last += 1;
    const times = { acceptedAt, openedAt: Date.now(), retiredAt: null, closedAt: null };
    const row: LoggedConnection = {
      connection: this.#last,
      sni,
      protocol,
      ...times,
      clientCertificate: false,
    };
    this.#log.connections.push(row);
    return row;
  }

  numbered(connection: number): LoggedConnection | undefined {
    return this.#log.connections.find((row) => row.connection === connection);
  }

  at(remotePort: number | undefined): LoggedConnection | undefined {
    return this.#open.get(remotePort ?? 0)?.row;
  }

  /** Sends GOAWAY on all connections but one, lets open requests finish, and waits until they are closed. */
  async retire(except?: LoggedConnection): Promise<void> {
    const retired = [...this.#open.values()].filter(({ row }) => row !== except);
    const closed = retired.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
    for (const { row, session, socket } of retired) {
      row.retiredAt ??= Date.now();
      // Chromium keeps its half of an unused connection open for up to a minute. This does not wait for it.
      socket.once('finish', () => socket.destroy());
      if (session) session.close();
      else socket.end();
    }
    await Promise.all(closed);
  }

  /** Closes all connections immediately. */
  destroy(): void {
    for (const { session } of this.#open.values()) session?.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}
