import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A running UDP relay. */
export interface UdpRelay {
  close(): Promise<void>;
}

/**
 * The counterpart of tcp-relay.ts for QUIC. It passes datagrams between clients and port `behind` of `host`, and delays each
 * by half a round trip. Every client has its own socket to the server, so the server sees one port per connection.
 * Unlike TCP, no part is handled by the kernel: the whole QUIC handshake takes the round trips of a real path.
 */
export async function createUdpRelay(
  listen: { readonly address: string; readonly port: number },
  behind: number,
  roundTrip: number,
  host = '127.0.0.1',
): Promise<UdpRelay> {
  const front = createSocket('udp4');
  const clients = new Map<string, Socket>();
  let open = true;
  const later = (act: () => void): void => {
    const whenOpen = () => {
      if (open) act();
    };
    if (roundTrip === 0) whenOpen();
    else setTimeout(whenOpen, roundTrip / 2);
  };
  front.on('message', (message, { address, port }) => {
    const name = `${address} ${port}`;
    let socket = clients.get(name);
    if (socket === undefined) {
      socket = createSocket('udp4');
      clients.set(name, socket);
      socket.on('message', (answer) => later(() => front.send(answer, port, address)));
    }
    const towards = socket;
    later(() => towards.send(message, behind, host));
  });
  front.bind(listen.port, listen.address);
  await once(front, 'listening');
  return {
    close: async () => {
      open = false;
      const sockets = [front, ...clients.values()];
      await Promise.all(sockets.map((socket) => new Promise<void>((done) => socket.close(done))));
    },
  };
}
