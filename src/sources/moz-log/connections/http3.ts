import { type Handlers, type Message, matching } from '../lines/message.ts';
import type { Transaction, Transactions } from '../requests/transactions.ts';
import type { Connection } from './connection.ts';
import type { ConnectionsByPointer } from './connections-by-pointer.ts';

/** Http3Session and Http3Stream objects. Stream numbers are logged only at level 5. */
export class Http3 {
  readonly #connections: ConnectionsByPointer;
  readonly #sessions = new Map<string, Connection>();
  /** The transaction that a session took last: the stream that is created next belongs to it. */
  #taken: Transaction | null = null;
  readonly #streams = new Map<number, Transaction>();
  readonly handlers: Handlers;

  constructor(connections: ConnectionsByPointer, transactions: Transactions) {
    this.#connections = connections;
    this.handlers = {
      'Http3Session::Init': (message) => this.#init(message),
      'Http3Session::AddStream': matching(
        /^Http3Session::AddStream ([0-9a-f]+) atrans=([0-9a-f]+)\./,
        ([session = '', pointer = '']) => {
          const transaction = transactions.get(pointer) ?? null;
          this.#taken = transaction;
          if (transaction?.connection) this.#sessions.set(session, transaction.connection);
        },
        'ignored',
      ),
      'Http3Stream::Http3Stream': matching(
        /^Http3Stream::Http3Stream \[this=([0-9a-f]+)\]/,
        ([stream = '']) => {
          const at = Number.parseInt(stream, 16);
          if (this.#taken === null) this.#streams.delete(at);
          else this.#streams.set(at, this.#taken);
          this.#taken = null;
        },
      ),
      'Http3Session::TryActivating': matching(
        /^Http3Session::TryActivating streamId=0x([0-9a-f]{1,13}) for stream=([0-9a-f]+) \[this=/,
        ([id = '', stream = ''], { time }) => {
          const transaction = this.#streamOf(stream);
          if (transaction === undefined) return;
          const attempt = transactions.send(transaction, time);
          attempt.stream = Number.parseInt(id, 16);
          transaction.request.emitAttempt(attempt);
        },
        'ignored',
      ),
      'Http3Session::DontReuse': matching(
        /^Http3Session::DontReuse ([0-9a-f]+)/,
        ([session = ''], { time }) => connections.retire(this.#sessions.get(session), time),
      ),
      'Http3Session::~Http3Session': matching(
        /^Http3Session::~Http3Session ([0-9a-f]+)/,
        ([session = ''], { time }) => {
          connections.close(this.#sessions.get(session), time);
          this.#sessions.delete(session);
        },
      ),
    };
  }

  get size(): number {
    return this.#sessions.size + this.#streams.size;
  }

  /** `Init 7f…`, then `Init origin=a.test, alpn=h3, selfAddr=…, peerAddr=127.0.0.1, … [this=7f…]`. */
  #init({ text, thread }: Message): boolean {
    const match =
      /^Http3Session::Init origin=([^,\s]+), alpn=[^,]*, selfAddr=[^,]*, peerAddr=([^,\s]+),.* \[this=([0-9a-f]+)\]$/.exec(
        text,
      );
    if (match === null) return /^Http3Session::Init [0-9a-f]+$/.test(text);
    const [, origin = '', peer = '', session = ''] = match;
    const connection = thread.connection === null ? undefined : this.#connections.get(thread.connection);
    thread.connection = null;
    if (connection === undefined) return true;
    this.#sessions.set(session, connection);
    connection.host = origin.toLowerCase();
    connection.address = peer;
    this.#connections.markOpen(connection);
    return true;
  }

  /** Sessions log the address of a part of the stream object, some bytes after its start; other lines log the start. */
  #streamOf(pointer: string): Transaction | undefined {
    const at = Number.parseInt(pointer, 16);
    return this.#streams.get(at) ?? this.#streams.get(at - INTERFACE_AT);
  }
}

/** Offset of Http3StreamBase in an Http3Stream of a 64-bit build. */
const INTERFACE_AT = 0x10;
