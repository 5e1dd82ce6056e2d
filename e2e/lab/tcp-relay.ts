import { connect, createServer, type Server, type Socket } from 'node:net';

/*
 * Simulates round trips on loopback.
 *
 * A TCP relay in front of the server delays every chunk by half a round trip in each direction. So the TLS handshake,
 * each request and each response take the round trips of a real path, and simultaneous requests stay simultaneous.
 *
 * A relay in user space cannot delay the TCP handshake, because the kernel answers it. Its round trip is therefore added
 * to the client's first bytes, which may not leave before `accepted + roundTrip`. A browser shows the correct total until
 * the TLS connection is open, but nearly all of it as TLS and almost none as TCP.
 *
 * Bandwidth is not limited and there is no back-pressure, because the lab's responses are small.
 */

/** Runs an action at `due(now)`, in ms of `performance.now()`. */
type Delay = (act: () => void) => void;

/**
 * A delay that keeps the order of its actions. It uses one timer at a time: Node can fire the later of two timers first
 * when their times differ by less than a millisecond, and reordered bytes break a TLS connection.
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

/** `setTimeout` takes a millisecond even for 0, so no delay must use no timer. */
const immediately: Delay = (act) => act();

function passOn(from: Socket, to: Socket, later: Delay): void {
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
  // The `close` event that follows ends the other side.
  from.on('error', () => from.destroy());
}

/**
 * A server that relays each connection to `port` of `host` and adds `roundTrip` ms. The caller calls `listen()`.
 * `close()` stops listening; open connections end with those of the server behind it.
 */
export function createRelay(port: number, roundTrip: number, host = '127.0.0.1'): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const established = performance.now() + roundTrip;
    const upwards = inOrder((now) => Math.max(now, established) + roundTrip / 2);
    const downwards = inOrder((now) => now + roundTrip / 2);
    const upstream = connect({ port, host, noDelay: true, allowHalfOpen: true });
    passOn(client, upstream, roundTrip > 0 ? upwards : immediately);
    passOn(upstream, client, roundTrip > 0 ? downwards : immediately);
  });
}
