import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A running relay of datagrams. */
export interface UdpRelay {
  close(): Promise<void>;
}

/**
 * The relay of relay.ts for QUIC: passes datagrams between clients and port `behind` of `host`, each held back for half
 * a round trip. Every client has a socket of its own towards the server, which so sees one port for one connection.
 * Here nothing is left to the kernel: all of a QUIC handshake takes the round trips that it takes on a real path.
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
