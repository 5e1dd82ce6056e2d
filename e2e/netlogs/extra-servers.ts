import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { Leaf } from '../lab/certificates.ts';
import type { Lab } from '../lab/lab.ts';
import type { LoggedAttempt } from '../lab/log.ts';
import { site } from './sites.ts';

/** Additional servers that run with the lab and write to its log. */

export interface WebSockets {
  /** Pages whose `/socket` and `/again` are WebSockets. */
  urls: readonly string[];
  close(): Promise<void>;
}

export interface AskingServer {
  url: string;
  close(): Promise<void>;
}

const EMPTY_PAGE = '<!doctype html><link rel="icon" href="data:,">';
/** A text frame that says "hello" (RFC 6455 section 5.7). */
const HELLO = Buffer.from([0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f]);

function leafOf(lab: Lab, id: string): Leaf {
  const leaf = lab.leaves.get(id);
  if (leaf === undefined) throw new Error(`the lab has no certificate "${id}"`);
  return leaf;
}

async function listen(server: Server | Http2SecureServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Numbers the TLS connections of a server and adds them to the lab's log, after the lab's own. */
function noteConnections(lab: Lab, server: Server | Http2SecureServer): (port: number | undefined) => number {
  const numbers = new Map<number, number>();
  server.prependListener('secureConnection', (socket: TLSSocket & { servername?: string }) => {
    const connection = 100 + lab.log.connections.length;
    numbers.set(socket.remotePort ?? 0, connection);
    const sni = socket.servername ?? '';
    const protocol = socket.alpnProtocol || 'http/1.1';
    const times = { acceptedAt: null, openedAt: Date.now(), retiredAt: null, closedAt: null };
    lab.log.connections.push({ connection, sni, protocol, ...times, clientCertificate: false });
  });
  return (port) => numbers.get(port ?? 0) ?? 0;
}

function note(
  lab: Lab,
  seen: Pick<LoggedAttempt, 'connection' | 'stream' | 'authority' | 'path' | 'status'>,
): void {
  const host = seen.authority.replace(/:\d+$/, '');
  const sni = lab.log.connections.find(({ connection }) => connection === seen.connection)?.sni ?? '';
  const at = Date.now();
  lab.log.attempts.push({
    ...seen,
    ...{ sni, host, method: 'GET', bodySize: 0, at, endedAt: at, coalesced: host !== sni },
  });
}

/** Adds an HTTP/2 request with the response 200 to the log. */
function noteStream(
  lab: Lab,
  numbered: ReturnType<typeof noteConnections>,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  note(lab, {
    connection: numbered(stream.session?.socket.remotePort),
    stream: stream.id ?? null,
    authority: headers[':authority'] ?? '',
    path: headers[':path'] ?? '',
    status: 200,
  });
}

/** Starts a server for WebSockets over HTTP/2 streams (RFC 8441), and one for WebSockets over HTTP/1.1. */
export async function startWebSockets(lab: Lab): Promise<WebSockets> {
  const { key, chain: cert } = leafOf(lab, 'all');
  const over2 = createSecureServer({ key, cert, settings: { enableConnectProtocol: true } });
  const numbered2 = noteConnections(lab, over2);
  over2.on('stream', (stream: ServerHttp2Stream, headers) => {
    noteStream(lab, numbered2, stream, headers);
    stream.on('error', () => stream.destroy());
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    if (headers[':method'] !== 'CONNECT') stream.end(EMPTY_PAGE);
    else stream.once('data', () => stream.end(HELLO));
  });

  const plain = leafOf(lab, 'plain');
  const over1 = createServer({ key: plain.key, cert: plain.chain });
  const numbered1 = noteConnections(lab, over1);
  over1.on('request', (request, response) => {
    const connection = numbered1(request.socket.remotePort);
    const authority = request.headers.host ?? '';
    note(lab, { connection, stream: null, authority, path: request.url ?? '', status: 200 });
    response.setHeader('content-type', 'text/html');
    response.end(EMPTY_PAGE);
  });
  const accepting = new WebSocketServer({ noServer: true });
  over1.on('upgrade', (request, socket, head) => {
    const connection = numbered1(request.socket.remotePort);
    note(lab, {
      ...{ connection, stream: null, status: 101 },
      ...{ authority: request.headers.host ?? '', path: request.url ?? '' },
    });
    accepting.handleUpgrade(request, socket, head, (client) => {
      client.on('message', () => client.send('hello'));
    });
  });
  const urls = [
    `https://good.${site.domain}:${await listen(over2)}/`,
    `https://old.${site.domain}:${await listen(over1)}/`,
  ];
  return { urls, close: async () => void [over2.close(), over1.close()] };
}

/** Starts a server that requests a certificate from every client, and continues without one. */
export async function startAskingServer(lab: Lab): Promise<AskingServer> {
  const { key, chain: cert } = leafOf(lab, 'all');
  const server = createSecureServer({ key, cert, requestCert: true, rejectUnauthorized: false });
  const numbered = noteConnections(lab, server);
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    noteStream(lab, numbered, stream, headers);
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    stream.end(EMPTY_PAGE);
  });
  return {
    url: `https://good.${site.domain}:${await listen(server)}/`,
    close: async () => void server.close(),
  };
}
