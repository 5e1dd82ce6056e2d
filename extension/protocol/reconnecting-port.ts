import type { Guard } from './guards.ts';
import type { Ping } from './messages.ts';

/** The part of `runtime.Port` that is used. */
export interface PortLike {
  readonly name: string;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
  postMessage(message: unknown): void;
  disconnect(): void;
}

export interface ReconnectingPortOptions<Out, In> {
  readonly connect: () => PortLike;
  readonly guard: Guard<In>;
  /** The first message of each connection: what this end already has. */
  readonly hello: () => Out;
  readonly onMessage: (message: In) => void;
  readonly onLink?: (link: 'connected' | 'reconnecting') => void;
}

const FIRST_DELAY = 50;
const LONGEST_DELAY = 5_000;
/** A message every 20 s resets the worker's idle timer of 30 s (Chrome's service worker lifecycle, since 114). */
const PING_INTERVAL = 20_000;

/**
 * A port that reconnects after the worker was stopped; connecting starts the worker again. While the worker is away,
 * messages are refused, not queued: after `hello` the worker asks for what it lacks.
 */
export class ReconnectingPort<Out, In> {
  readonly #options: ReconnectingPortOptions<Out, In>;
  #port: PortLike | null = null;
  #delay = FIRST_DELAY;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #ping: ReturnType<typeof setInterval>;

  constructor(options: ReconnectingPortOptions<Out, In>) {
    this.#options = options;
    this.#ping = setInterval(() => this.#post({ type: 'ping' } satisfies Ping), PING_INTERVAL);
    this.#connect();
  }

  /** False while the worker is away. */
  send(message: Out): boolean {
    return this.#post(message);
  }

  close(): void {
    clearInterval(this.#ping);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#port?.disconnect();
    this.#port = null;
  }

  #connect(): void {
    this.#timer = null;
    let port: PortLike;
    try {
      port = this.#options.connect();
    } catch (error) {
      // After an update of the extension, its old pages have no runtime to connect to. Until they are closed, they
      // can only try again, at long intervals.
      console.warn('Coalescope: cannot connect to the background worker.', error);
      this.#retry();
      return;
    }
    port.onMessage.addListener((message) => this.#receive(port, message));
    port.onDisconnect.addListener(() => this.#lost(port));
    this.#port = port;
    if (this.#post(this.#options.hello())) this.#options.onLink?.('connected');
  }

  #receive(port: PortLike, message: unknown): void {
    if (port !== this.#port) return;
    const known = this.#options.guard(message);
    if (known === null) {
      console.warn('Coalescope: received a message that is not of its protocol.', message);
      return;
    }
    this.#delay = FIRST_DELAY;
    this.#options.onMessage(known);
  }

  #post(message: Out | Ping): boolean {
    const port = this.#port;
    if (port === null) return false;
    try {
      port.postMessage(message);
      return true;
    } catch (error) {
      // A port whose other end has gone throws until its disconnect event arrives.
      console.warn('Coalescope: the background worker was stopped.', error);
      this.#lost(port);
      return false;
    }
  }

  #lost(port: PortLike): void {
    if (port !== this.#port) return;
    this.#port = null;
    this.#options.onLink?.('reconnecting');
    this.#retry();
  }

  #retry(): void {
    this.#timer = setTimeout(() => this.#connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }
}
