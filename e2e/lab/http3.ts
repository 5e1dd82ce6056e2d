import { once } from 'node:events';
import { createServer } from 'node:http';
import { CLIENT_PORT_HEADER, startCaddy } from './caddy.ts';
import type { Authority } from './certificates.ts';
import { backendExchange } from './exchange.ts';
import type { LoggedConnection } from './log.ts';
import { type LabServer, loggedAttempt } from './server.ts';
import { hostName, type LabSite } from './site.ts';
import { createUdpRelay } from './udp-relay.ts';

interface Http3Options {
  site: LabSite;
  authority: Authority;
  lab: LabServer;
  /** Where browsers connect: UDP, with the same addresses and port as the lab's TCP. */
  addresses: Iterable<string>;
  port: number;
  roundTrip: number;
}

/**
 * The lab's hosts over HTTP/3. Caddy passes every request to a plain backend, which answers and logs it like the lab's
 * own server. A connection is identified by the client's port, which Caddy adds as a header.
 */
export async function startHttp3(options: Http3Options): Promise<{ close(): Promise<void> }> {
  const { site, authority, lab, addresses, port, roundTrip } = options;
  const connections = new Map<number, LoggedConnection>();
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host.certificate]));

  const connectionOf = async (clientPort: number): Promise<LoggedConnection> => {
    const sni = await caddy.sniOf(clientPort);
    const known = connections.get(clientPort) ?? lab.connections.note(sni, 'h3');
    connections.set(clientPort, known);
    return known;
  };

  const backend = createServer((request, response) => {
    const exchange = backendExchange(request, response);
    const clientPort = Number(request.headers[CLIENT_PORT_HEADER]);
    connectionOf(clientPort)
      .then((connection) => lab.answer(loggedAttempt(exchange, connection, null), exchange))
      .catch(() => response.destroy());
  });
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const address = backend.address();
  if (address === null || typeof address === 'string') throw new Error('the backend has no port');
  const caddy = await startCaddy({ authority, hosts, backend: address.port });
  const relays = await Promise.all(
    [...addresses].map((each) => createUdpRelay({ address: each, port }, caddy.port, roundTrip)),
  );
  return {
    close: async () => {
      await Promise.all(relays.map((relay) => relay.close()));
      await caddy.close();
      backend.closeAllConnections();
      backend.close();
    },
  };
}
