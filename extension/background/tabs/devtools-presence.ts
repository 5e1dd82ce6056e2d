import type { PortLike } from '../../protocol/reconnecting-port.ts';

/** A DevTools page that disconnected may reconnect (the worker was stopped). After this time (ms) it counts as closed. */
export const RECONNECT_GRACE = 5_000;

type Timer = ReturnType<typeof setTimeout>;

/** The tabs on which DevTools is open: the port of its page, or the timer that started when the port disconnected. */
export class DevtoolsPresence {
  readonly #onClosed: (tabId: number) => void;
  readonly #devtools = new Map<number, PortLike | Timer>();

  constructor(onClosed: (tabId: number) => void) {
    this.#onClosed = onClosed;
  }

  portOf(tabId: number): PortLike | null {
    const known = this.#devtools.get(tabId);
    return known !== undefined && isPort(known) ? known : null;
  }

  connected(tabId: number, port: PortLike): void {
    this.forget(tabId);
    this.#devtools.set(tabId, port);
  }

  disconnected(tabId: number, port: PortLike): void {
    // A newer port of the same tab may have replaced it.
    if (this.#devtools.get(tabId) === port) this.awaitReturn(tabId);
  }

  /** Waits for the DevTools page to reconnect; reports DevTools as closed when it does not. */
  awaitReturn(tabId: number): void {
    this.forget(tabId);
    const closed = () => {
      this.#devtools.delete(tabId);
      this.#onClosed(tabId);
    };
    this.#devtools.set(tabId, setTimeout(closed, RECONNECT_GRACE));
  }

  forget(tabId: number): void {
    const known = this.#devtools.get(tabId);
    if (known !== undefined && !isPort(known)) clearTimeout(known);
    this.#devtools.delete(tabId);
  }
}

function isPort(value: PortLike | Timer): value is PortLike {
  return typeof value === 'object' && 'postMessage' in value;
}
