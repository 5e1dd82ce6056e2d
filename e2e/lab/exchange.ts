import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

/** One request and the ways to answer it, for any kind of server. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** `:authority` or the Host header, with its port. */
  readonly authority: string;
  readonly origin: string | undefined;
  /** Reads the body to its end and returns its size in bytes. */
  drain(): Promise<number>;
  answer(status: number, headers: OutgoingHttpHeaders, body: string | Buffer): void;
  /** Ends the stream without a response. */
  reset(): void;
  /** Closes the connection without a response. */
  close(): void;
  whenFinished(callback: () => void): void;
}

async function sizeOf(request: AsyncIterable<Buffer>): Promise<number> {
  let size = 0;
  for await (const chunk of request) size += chunk.length;
  return size;
}

/** An exchange with the lab's own server, over HTTP/2 or HTTP/1.1. */
export function labExchange(request: Http2ServerRequest, response: Http2ServerResponse): Exchange {
  const overHttp2 = request.httpVersionMajor === 2;
  return {
    method: request.method,
    path: request.url,
    authority: (overHttp2 ? request.authority : request.headers.host) ?? '',
    origin: request.headers.origin,
    // The whole body, because a server that responds earlier may cut the upload. The lab does not test that.
    drain: () => sizeOf(request),
    answer: (status, headers, body) => {
      response.writeHead(status, headers);
      response.end(body);
    },
    reset: () => {
      if (overHttp2) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else request.socket.destroy();
    },
    close: () => {
      if (overHttp2) request.stream.session?.destroy();
      else request.socket.destroy();
    },
    whenFinished: (callback) => response.on('finish', callback),
  };
}

/** An exchange with the plain backend behind another server, which turns a closed connection into 502 Bad Gateway. */
export function backendExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const cut = (): void => {
    request.socket.destroy();
  };
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authority: request.headers.host ?? '',
    origin: request.headers.origin,
    drain: () => sizeOf(request),
    answer: (status, headers, body) => {
      response.writeHead(status, headers);
      response.end(body);
    },
    reset: cut,
    close: cut,
    whenFinished: (callback) => response.on('finish', callback),
  };
}
