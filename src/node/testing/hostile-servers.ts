import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createSecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { TEST_CERTIFICATE } from './test-certificate.ts';

/** Servers that misbehave, each in one way. They do not listen yet. */
export const HOSTILE_SERVERS = {
  /** Accepts the connection and never says anything. */
  silent: () => createTcpServer(ignoreErrors),
  'closes at once': () => createTcpServer((socket) => socket.destroy()),
  'plain http': () => createHttpServer((_request, response) => response.end('hello')),

  'closes after TLS': () => tls(['h2', 'http/1.1'], (socket) => socket.destroy()),
  'never responds over HTTP/1.1': () => tls(['http/1.1'], () => undefined),
  'not HTTP': () => tls(['http/1.1'], (socket) => socket.end('220 ready\r\n')),
  'no status': () => tls(['http/1.1'], (socket) => socket.end('HTTP/1.1 twohundred OK\r\n\r\n')),
  'endless headers': () =>
    tls(['http/1.1'], (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      repeat(socket, 1, () => socket.write(`x-padding: ${'p'.repeat(1_000)}\r\n`));
    }),
  'a header at a time': () =>
    tls(['http/1.1'], (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      repeat(socket, 100, () => socket.write('x-slow: 1\r\n'));
    }),
  'a byte at a time over HTTP/1.1': () =>
    http1((response) => repeat(response, 100, () => response.write('.'))),
  'an endless body over HTTP/1.1': () => http1(pour),

  /** Never sends its SETTINGS. */
  'never responds over HTTP/2': () => tls(['h2'], () => undefined),
  'bad frames': () => tls(['h2'], (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'resets every stream': () => http2((stream) => stream.close(7)),
  'GOAWAY at once': () =>
    http2(
      () => undefined,
      (session) => session.goaway(0),
    ),
  'endless interim responses': () =>
    http2((stream) =>
      repeat(stream, 20, () => stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' })),
    ),
  /** More than the 128 that Node reads. */
  'thousands of headers': () =>
    http2((stream) => {
      const names = Array.from({ length: 2_000 }, (_, index) => `x-header-${index}`);
      stream.respond({ ':status': 200, ...Object.fromEntries(names.map((name) => [name, 'v'])) });
      stream.end();
    }),
  'a byte at a time over HTTP/2': () =>
    http2((stream) => {
      stream.respond({ ':status': 200 });
      repeat(stream, 100, () => stream.write('.'));
    }),
  'an endless body over HTTP/2': () =>
    http2((stream) => {
      stream.respond({ ':status': 200 });
      pour(stream);
    }),
  'a compression bomb': () => {
    const bomb = gzipSync(Buffer.alloc(1 << 28));
    return http2((stream) => {
      stream.respond({ ':status': 200, 'content-encoding': 'gzip' });
      stream.end(bomb);
    });
  },
} as const satisfies Record<string, () => Server>;

export type HostileServer = keyof typeof HOSTILE_SERVERS;

const LIMITS = { maxHeaderListPairs: 10_000 };

function tls(protocols: string[], onConnection: (socket: TLSSocket) => void): Server {
  return createTlsServer({ ...TEST_CERTIFICATE, ALPNProtocols: protocols }, (socket) => {
    ignoreErrors(socket);
    onConnection(socket);
  });
}

function http1(onRequest: (response: ServerResponse) => void): Server {
  return createHttpsServer(TEST_CERTIFICATE, (_request, response) => onRequest(response));
}

function http2(
  onStream: (stream: ServerHttp2Stream) => void,
  onSession: (session: ServerHttp2Session) => void = () => undefined,
): Server {
  return createSecureServer({ ...TEST_CERTIFICATE, ...LIMITS })
    .on('session', onSession)
    .on('sessionError', () => undefined)
    .on('stream', (stream) => {
      stream.on('error', () => undefined);
      onStream(stream);
    });
}

/** The client may break off at any time. */
function ignoreErrors(socket: Socket): void {
  socket.on('error', () => undefined);
}

interface Sink {
  readonly destroyed: boolean;
  once(event: 'close' | 'drain', listener: () => void): unknown;
  write(bytes: Buffer): boolean;
}

function repeat(sink: Pick<Sink, 'once'>, everyMs: number, act: () => void): void {
  const timer = setInterval(act, everyMs);
  sink.once('close', () => clearInterval(timer));
}

/** Writes for as long as the client reads. */
function pour(sink: Sink): void {
  const bytes = Buffer.alloc(1 << 16, '.');
  while (!sink.destroyed && sink.write(bytes));
  if (!sink.destroyed) sink.once('drain', () => pour(sink));
}
