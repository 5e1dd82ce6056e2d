import type { PortLike } from '../protocol/reconnecting-port.ts';

/** The two ends of a port in memory. As in a browser, messages are copied as JSON and arrive in order, later. */
export function portPair(name = 'coalescope'): [PortLike, PortLike] {
  const ends = [end(name), end(name)] as const;
  const [a, b] = ends;
  a.other = b;
  b.other = a;
  return [a, b];
}

interface End extends PortLike {
  other: End | null;
  readonly messages: ((message: unknown) => void)[];
  readonly disconnects: (() => void)[];
  open: boolean;
}

function end(name: string): End {
  const it: End = {
    name,
    other: null,
    open: true,
    messages: [],
    disconnects: [],
    onMessage: { addListener: (listener) => void it.messages.push(listener) },
    onDisconnect: { addListener: (listener) => void it.disconnects.push(listener) },
    postMessage: (message) => {
      if (!it.open) throw new Error('Attempting to use a disconnected port object');
      const copy: unknown = JSON.parse(JSON.stringify(message));
      queueMicrotask(() => {
        if (it.other?.open) for (const listener of it.other.messages) listener(copy);
      });
    },
    // As in browsers, only the other end receives the event, not the one that disconnects.
    disconnect: () => {
      if (!it.open) return;
      it.open = false;
      const other = it.other;
      queueMicrotask(() => {
        if (other === null || !other.open) return;
        other.open = false;
        for (const listener of other.disconnects) listener();
      });
    },
  };
  return it;
}
