import { createSecureServer, type Http2ServerRequest } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { type Listening, listening } from './listening.ts';
import { TEST_CERTIFICATE } from './test-certificate.ts';

/** A request as the server saw it. */
export interface Seen {
  /** Counted from 0. */
  readonly connection: number;
  /** Null when the handshake had none. */
  readonly sni: string | null;
  readonly host: string;
  readonly alpn: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly server?: string;
}

export interface AnsweringServer extends Listening {
  readonly seen: readonly Seen[];
}

/**
 * A server for HTTP/2 and HTTP/1.1 that logs each request and replies as `reply` says.
 * @param reply null to never respond
 */
export async function answeringServer(reply: (seen: Seen) => Reply | null): Promise<AnsweringServer> {
  const seen: Seen[] = [];
  const connections = new Map<TLSSocket, number>();
  const server = createSecureServer({ ...TEST_CERTIFICATE, allowHTTP1: true }, (request, response) => {
    const socket = tlsSocketOf(request);
    const { servername } = socket;
    if (!connections.has(socket)) connections.set(socket, connections.size);
    const one = {
      connection: connections.get(socket) ?? 0,
      sni: typeof servername === 'string' ? servername : null,
      host: (request.headers[':authority'] ?? request.headers.host ?? '').replace(/:\d+$/, ''),
      alpn: String(socket.alpnProtocol),
    };
    seen.push(one);
    const answer = reply(one);
    if (answer === null) return;
    response.writeHead(answer.status, answer.server === undefined ? {} : { server: answer.server });
    response.end(answer.body ?? '');
  });
  return { ...(await listening(server)), seen };
}

function tlsSocketOf({ httpVersionMajor, socket, stream }: Http2ServerRequest): TLSSocket {
  // The socket of an HTTP/2 request is a proxy, which is another object each time.
  const real = httpVersionMajor === 2 ? stream.session?.socket : socket;
  if (real === undefined) throw new Error('a request without a connection');
  return real as TLSSocket;
}
