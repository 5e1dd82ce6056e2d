import { once } from 'node:events';
import { request as askOverHttp1 } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Terminates TLS and HTTP/2 in front of an application with plain HTTP/1.1, like a proxy that forwards the name of the
 * connection. It sends the name in `x-sni`, instead of any value from the client. Returns its port and a close function.
 */
export async function terminate(port: number, pem: { readonly cert: string; readonly key: string }) {
  const server = createSecureServer(pem, (request, response) => passOn(port, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, close };
}

function passOn(port: number, request: Http2ServerRequest, response: Http2ServerResponse): void {
  const { socket } = request.stream.session ?? {};
  const sni = socket instanceof TLSSocket ? socket.servername : '';
  const headers = { host: request.authority, ...(sni && { 'x-sni': sni }) };
  const asked = askOverHttp1({ port, host: '127.0.0.1', path: request.url, headers }, (answer) => {
    const control = answer.headers['cache-control'];
    response.writeHead(answer.statusCode ?? 502, control === undefined ? {} : { 'cache-control': control });
    answer.pipe(response);
  });
  asked.on('error', (error) => response.writeHead(502).end(error.message));
  asked.end();
}
