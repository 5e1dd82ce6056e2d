import type { PortLike } from '../../protocol/port.ts';

/** A DevTools page that went away may come back (the worker was stopped); after this it was closed. */
export const GRACE = 5_000;

type Timer = ReturnType<typeof setTimeout>;

/** On which tabs DevTools is open: its page's port, or the timer that runs since that went away. */
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

  arrived(tabId: number, port: PortLike): void {
    this.forget(tabId);
    this.#devtools.set(tabId, port);
  }

  left(tabId: number, port: PortLike): void {
    // Another one may have taken its place already.
    if (this.#devtools.get(tabId) === port) this.await(tabId);
  }

  /** It should come back soon, or it was closed. */
  await(tabId: number): void {
    this.forget(tabId);
    const closed = () => {
      this.#devtools.delete(tabId);
      this.#onClosed(tabId);
    };
    this.#devtools.set(tabId, setTimeout(closed, GRACE));
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
