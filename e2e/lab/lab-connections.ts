import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { LabLog, LoggedConnection } from './log.ts';

interface Open {
  row: LoggedConnection;
  socket: TLSSocket;
  /** null on HTTP/1.1. */
  session: ServerHttp2Session | null;
}

/**
 * The server's open TLS connections, numbered and written to the log.
 *
 * They are known by the remote port: Node gives the request handler of an HTTP/2 server a proxy of the socket and not
 * the socket itself, and all connections come from the relay on this machine, so that the port is unique.
 */
export class Connections {
  readonly #open = new Map<number, Open>();
  /** Those whose handshake has not ended, too. */
  readonly #sockets = new Set<Socket>();
  /** When each of them came, by remote port, epoch ms. */
  readonly #acceptedAt = new Map<number, number>();
  readonly #log: LabLog;
  #last = 0;

  constructor(log: LabLog) {
    this.#log = log;
  }

  /** Numbers and logs this server's connections. */
  watch(server: Http2SecureServer): void {
    server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.add(socket);
      // Finer than Date.now(), for the order of those that come together.
      this.#acceptedAt.set(port, performance.timeOrigin + performance.now());
      socket.on('close', () => this.#sockets.delete(socket));
    });
    // Before Node's own listener, which starts the HTTP/2 session and would emit `session` first.
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

  /** Numbers a connection and writes it to the log; one of another server is only known so. */
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

  /** Says GOAWAY to all but one, lets what runs on them end, and waits until they are closed. */
  async retire(except?: LoggedConnection): Promise<void> {
    const retired = [...this.#open.values()].filter(({ row }) => row !== except);
    const closed = retired.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
    for (const { row, session, socket } of retired) {
      row.retiredAt ??= Date.now();
      // Chromium keeps its half of a connection that it does not use for up to a minute: it is not waited for.
      socket.once('finish', () => socket.destroy());
      if (session) session.close();
      else socket.end();
    }
    await Promise.all(closed);
  }

  /** Cuts all of them. */
  destroy(): void {
    for (const { session } of this.#open.values()) session?.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}
