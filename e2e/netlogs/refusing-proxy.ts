import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy says of itself that refuses (RFC 9209 section 2.3.26). */
const OWN_ANSWER = { 'proxy-status': 'lab-proxy; error=http_request_denied', 'content-length': '0' };

/**
 * A proxy that breaks RFC 9110 section 15.5.20: it answers 421 by itself, to every CONNECT and to plain requests; those
 * for `/forwarded` it answers as if a server behind it had said so.
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
