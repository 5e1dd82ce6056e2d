import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { connect, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Leaf } from '../lab/certificates.ts';

/** A running proxy. */
export interface RunProxy {
  /** The value for Chromium's `--proxy-server`. */
  url: string;
  close(): Promise<void>;
}

/** Returns the address of a host, which the proxy resolves instead of the browser. */
export type AddressOf = (host: string) => string;

function tunnel(authority: string, addressOf: AddressOf, client: Duplex, ready: () => void): void {
  const { hostname, port } = new URL(`https://${authority}`);
  const server = connect({ host: addressOf(hostname), port: Number(port || 443), noDelay: true });
  // When one side ends, the other ends, too. An error needs no further handling.
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  server.on('close', () => client.destroy());
  client.on('close', () => server.destroy());
  server.on('connect', () => {
    ready();
    client.pipe(server);
    server.pipe(client);
  });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return address.port;
}

/** A proxy that accepts CONNECT over plain HTTP/1.1. */
export async function startConnectProxy(addressOf: AddressOf): Promise<RunProxy> {
  const open = new Set<Duplex>();
  const server = createServer();
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    open.add(socket);
    tunnel(request.url ?? '', addressOf, socket, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    });
  });
  const port = await listen(server);
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** A proxy with TLS and HTTP/2, in which all tunnels are streams of one connection (RFC 9113 section 8.5). */
export async function startHttp2Proxy(host: string, leaf: Leaf, addressOf: AddressOf): Promise<RunProxy> {
  const server = createSecureServer({ key: leaf.key, cert: leaf.chain });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    if (headers[':method'] !== 'CONNECT') return stream.respond({ ':status': 405 }, { endStream: true });
    tunnel(headers[':authority'] ?? '', addressOf, stream, () => stream.respond({ ':status': 200 }));
  });
  const port = await listen(server);
  const close = async (): Promise<void> => {
    for (const session of sessions) session.destroy();
    server.close();
  };
  return { url: `https://${host}:${port}`, close };
}
