import { connect, createServer, type Server, type Socket } from 'node:net';

/*
 * Round trips on a machine that has none.
 *
 * A TCP relay stands before the server and holds every chunk back for half a round trip in each direction, so the
 * TLS handshake, each request and each answer take the round trips that they take on a real path, and requests sent
 * together still travel together.
 *
 * What a relay in user space cannot hold back is the TCP handshake: the kernel answers it by itself. Its one round
 * trip is therefore charged to the client's first bytes, which may not leave before `accepted + roundTrip`. A browser
 * thus shows the right total until the TLS connection stands, but nearly all of it as TLS and next to none as TCP.
 *
 * Bandwidth is not limited and there is no back-pressure: the lab's answers are small.
 */

/** Runs an act at `due(now)`, in ms of `performance.now()`. */
type Delay = (act: () => void) => void;

/**
 * A delay that keeps the order of its acts. One timer at a time: of two timers, Node can let the later one fire first
 * when their times differ by less than a millisecond, and bytes that change places break a TLS connection.
 */
function inOrder(due: (now: number) => number): Delay {
  const waiting: { readonly act: () => void; readonly at: number }[] = [];
  let last = 0;
  let armed = false;
  const arm = (): void => {
    const [next] = waiting;
    armed = next !== undefined;
    if (next !== undefined) setTimeout(runDue, Math.ceil(next.at - performance.now()));
  };
  const runDue = (): void => {
    while (waiting[0] !== undefined && waiting[0].at <= performance.now()) waiting.shift()?.act();
    arm();
  };
  return (act) => {
    last = Math.max(due(performance.now()), last);
    waiting.push({ act, at: last });
    if (!armed) arm();
  };
}

/** `setTimeout` takes a millisecond even for 0, so that no delay must be no timer. */
const atOnce: Delay = (act) => act();

function passOn(from: Socket, to: Socket, later: Delay): void {
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
  // The close that follows ends the other side; there is nobody else to tell.
  from.on('error', () => from.destroy());
}

/**
 * A server that relays each connection to `port` of `host`, with `roundTrip` ms added. The caller lets it listen.
 * `close()` of it stops listening; open connections end with those of the server behind it.
 */
export function createRelay(port: number, roundTrip: number, host = '127.0.0.1'): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const established = performance.now() + roundTrip;
    const upwards = inOrder((now) => Math.max(now, established) + roundTrip / 2);
    const downwards = inOrder((now) => now + roundTrip / 2);
    const upstream = connect({ port, host, noDelay: true, allowHalfOpen: true });
    passOn(client, upstream, roundTrip > 0 ? upwards : atOnce);
    passOn(upstream, client, roundTrip > 0 ? downwards : atOnce);
  });
}
