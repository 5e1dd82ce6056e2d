import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The headers of a proxy that refuses a request (RFC 9209 section 2.3.26). */
const OWN_ANSWER = { 'proxy-status': 'lab-proxy; error=http_request_denied', 'content-length': '0' };

/**
 * A proxy that violates RFC 9110 section 15.5.20: it generates a 421 for every CONNECT and every plain request. To
 * requests for `/forwarded` it responds as if a server behind it had sent the 421.
 */
export async function startRefusingProxy(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const forwarded = request.url?.endsWith('/forwarded') === true;
    response.writeHead(421, forwarded ? { via: '1.1 lab-proxy', 'content-length': '0' } : OWN_ANSWER);
    response.end();
  });
  server.on('connect', (_request, socket) => {
    const fields = Object.entries(OWN_ANSWER).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 421 Misdirected Request\r\n${fields.join('')}\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
