import type { Browser } from '../../model/capture.ts';
import type { Emit } from '../../model/evidence.ts';
import { append } from '../../model/lists.ts';
import { CoalescingLines } from './connections/coalescing-lines.ts';
import { ConnectionLines } from './connections/connection-lines.ts';
import { ConnectionsByPointer } from './connections/connections-by-pointer.ts';
import { Http2 } from './connections/http2.ts';
import { Http3 } from './connections/http3.ts';
import { SocketAddresses } from './connections/socket-addresses.ts';
import type { Handler, LogContext, Message } from './lines/message.ts';
import { Channels } from './requests/channels.ts';
import { Transactions } from './requests/transactions.ts';

/** Turns the messages of one run of Firefox into evidence, in order. */
export class MozLogMachine {
  readonly #context: LogContext;
  readonly #handlers = new Map<string, Handler[]>();
  readonly #channels: Channels;
  readonly #parts: readonly { readonly size: number }[];

  /** @param run the name of the run, if there are several */
  constructor(emit: Emit, run: string, onBrowser: (browser: Browser) => void) {
    this.#context = { emit, run, ordinal: 0 };
    const addresses = new SocketAddresses();
    const connections = new ConnectionsByPointer(this.#context);
    const transactions = new Transactions(this.#context, connections);
    const http2 = new Http2(connections, transactions);
    const http3 = new Http3(connections, transactions);
    this.#channels = new Channels(this.#context, transactions, onBrowser);
    this.#parts = [connections, transactions, http2, http3, this.#channels];
    const coalescing = new CoalescingLines(this.#context, connections);
    const lines = new ConnectionLines(connections, addresses);
    const all = [addresses, lines, transactions, http2, http3, this.#channels, coalescing];
    for (const { handlers } of all) {
      for (const [word, handler] of Object.entries(handlers)) {
        append(this.#handlers, word, handler);
      }
    }
  }

  /** First words of the messages that are used. */
  get words(): Iterable<string> {
    return this.#handlers.keys();
  }

  /** Number of objects in memory, for requests and connections in progress. */
  get size(): number {
    return this.#parts.reduce((sum, part) => sum + part.size, 0);
  }

  /** Returns false for a message that does not have the form that its first word requires. */
  apply(message: Message, word: string): boolean {
    this.#context.ordinal += 1;
    const handlers = this.#handlers.get(word) ?? [];
    return handlers.every((handler) => handler(message));
  }

  /** Takes a line of a request's header section, below `http request [`. */
  listed(message: Message): void {
    this.#channels.listed(message);
  }

  /** Ends the log. */
  end(): void {
    this.#channels.end();
  }
}
