import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

/** One request and the ways to answer it, whatever server it came to. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** `:authority` or the Host header, with its port. */
  readonly authority: string;
  readonly origin: string | undefined;
  /** Reads the body to its end; gives its size in bytes. */
  drain(): Promise<number>;
  answer(status: number, headers: OutgoingHttpHeaders, body: string | Buffer): void;
  /** Ends the stream without an answer. */
  reset(): void;
  /** Closes the connection without an answer. */
  close(): void;
  whenFinished(tell: () => void): void;
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
    // The whole body: a server that answers earlier may cut the upload, which is not a story here.
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
    whenFinished: (tell) => response.on('finish', tell),
  };
}

/** An exchange with the plain backend behind another server, for which a cut connection is a bad gateway. */
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
    whenFinished: (tell) => response.on('finish', tell),
  };
}
