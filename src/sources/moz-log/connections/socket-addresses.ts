import { type Handlers, matching } from '../lines/message.ts';
import { STEP } from '../requests/status-codes.ts';

/** Connections log an interface of the socket, which is within this many bytes after the socket's own address. */
const INTERFACE_WITHIN = 0x100;
/** Limit of sockets in memory, because some never become a connection. */
const MAX_KEPT = 1_000;

/** The address that each socket connects to, from the lines of `nsSocketTransport` at level 4 or more. */
export class SocketAddresses {
  readonly #addresses = new Map<number, string>();
  readonly handlers: Handlers = {
    'nsSocketTransport::SendStatus': matching(
      /^nsSocketTransport::SendStatus \[this=([0-9a-f]+) status=([0-9a-f]+)\]/,
      ([socket = '', status], { thread }) => {
        thread.socket = status === STEP.connecting ? socket : null;
      },
    ),
    trying: matching(
      /^ {2}trying address: (\[[0-9a-f:.]+\]|[0-9a-f:.]+)/i,
      ([address = ''], { thread }) => {
        if (thread.socket !== null) this.#note(thread.socket, address.replace(/^\[|\]$/g, ''));
      },
      'ignored',
    ),
  };

  /** The address that the socket of this interface connected to. It is removed, because the pointer will be reused. */
  of(pointer: string): string | null {
    const at = Number.parseInt(pointer, 16);
    for (const [socket, address] of this.#addresses) {
      if (at < socket || at >= socket + INTERFACE_WITHIN) continue;
      this.#addresses.delete(socket);
      return address;
    }
    return null;
  }

  #note(socket: string, address: string): void {
    this.#addresses.set(Number.parseInt(socket, 16), address);
    for (const oldest of this.#addresses.keys()) {
      if (this.#addresses.size <= MAX_KEPT) break;
      this.#addresses.delete(oldest);
    }
  }
}
