import type { EpochMs } from '../../../model/capture.ts';
import { originOf } from '../../../model/origin.ts';
import { type Handlers, type Message, matching } from '../lines/message.ts';
import type { Attempt } from '../requests/attempt.ts';
import { errorName } from '../requests/status-codes.ts';
import type { Transaction, Transactions } from '../requests/transactions.ts';
import type { Connection } from './connection.ts';
import type { ConnectionsByPointer } from './connections-by-pointer.ts';

interface Stream {
  readonly transaction: Transaction;
  attempt: Attempt | null;
}

/** Http2Session and Http2Stream objects: which streams carry which attempts, and how a session ends. */
export class Http2 {
  readonly #connections: ConnectionsByPointer;
  readonly #transactions: Transactions;
  /** The connection of each session, by the session's pointer. */
  readonly #sessions = new Map<string, Connection>();
  readonly #streams = new Map<string, Stream>();
  readonly handlers: Handlers;

  constructor(connections: ConnectionsByPointer, transactions: Transactions) {
    this.#connections = connections;
    this.#transactions = transactions;
    const ofSession = (take: (connection: Connection | undefined, time: EpochMs | null) => void) =>
      matching(/^Http2Session::\S+ ([0-9a-f]+)/, ([session = ''], { time }) =>
        take(this.#sessions.get(session), time),
      );
    this.handlers = {
      // `StartSpdy [this=…]` (level 5) is followed by the session that it creates.
      'nsHttpConnection::StartSpdy': matching(/\[this=([0-9a-f]+)/, ([connection = ''], { thread }) => {
        thread.connection = connection;
      }),
      'Http2Session::Http2Session': matching(
        /^Http2Session::Http2Session ([0-9a-f]+) serial=/,
        ([session = ''], message) => this.#begins(session, message),
      ),
      'Http2Session::AddStream': matching(
        /^Http2Session::AddStream (?:first session=)?([0-9a-f]+) (?:atrans=[0-9a-f]+ )?trans=([0-9a-f]+)/,
        ([session = '', transaction = '']) => this.#binds(session, this.#transactions.get(transaction)),
        'ignored',
      ),
      'Http2Stream::Http2Stream': matching(
        /^Http2Stream::Http2Stream ([0-9a-f]+) trans=([0-9a-f]+)/,
        ([stream = '', pointer = '']) => {
          const transaction = this.#transactions.get(pointer);
          if (transaction === undefined) this.#streams.delete(stream);
          else this.#streams.set(stream, { transaction, attempt: null });
        },
      ),
      'Http2Session::RegisterStreamID': matching(
        /^Http2Session::RegisterStreamID session=([0-9a-f]+) stream=([0-9a-f]+) id=0x([0-9a-f]{1,8}) /i,
        ([session = '', stream = '', id = ''], { time }) =>
          this.#sends(session, this.#streams.get(stream), Number.parseInt(id, 16), time),
        'ignored',
      ),
      'Http2StreamBase::ConvertResponseHeaders': matching(
        /^Http2StreamBase::ConvertResponseHeaders ([0-9a-f]+) response code (\d{3})$/,
        ([stream = '', status], { time }) =>
          this.#transactions.answered(this.#streams.get(stream)?.attempt ?? null, Number(status), time),
        'ignored',
      ),
      'Http2Session::CloseStream': matching(
        /^Http2Session::CloseStream [0-9a-f]+ ([0-9a-f]+) 0x[0-9a-f]+ ([0-9a-f]+)$/i,
        ([stream = '', reason = ''], { time }) => this.#ends(stream, reason, time),
        'ignored',
      ),
      'Http2Session::DontReuse': ofSession((connection, time) => connections.retire(connection, time)),
      'Http2Session::GenerateGoAway': ofSession((connection, time) => connections.retire(connection, time)),
      'Http2Session::RecvGoAway': ofSession((connection, time) => connections.retire(connection, time)),
      'Http2Session::RecvOrigin': matching(
        /^Http2Session::RecvOrigin ([0-9a-f]+) (?:(origin extension defined)|origin frame string (\S+) parsed OK)/,
        ([session = '', begins, origin = ''], { time }) =>
          this.#names(this.#sessions.get(session), begins !== '', origin, time),
        'ignored',
      ),
      'Http2Session::~Http2Session': matching(
        /^Http2Session::~Http2Session ([0-9a-f]+)/,
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

  #begins(session: string, { thread }: Message): void {
    this.#sessions.delete(session);
    const connection = thread.connection === null ? undefined : this.#connections.get(thread.connection);
    thread.connection = null;
    if (connection === undefined) return;
    this.#sessions.set(session, connection);
    this.#connections.speaks(connection, 'h2');
  }

  /** The session that takes a transaction belongs to the connection that the transaction was put on. */
  #binds(session: string, transaction: Transaction | undefined): void {
    const connection = transaction?.connection ?? null;
    if (connection === null) return;
    this.#sessions.set(session, connection);
    this.#connections.speaks(connection, 'h2');
  }

  #sends(session: string, stream: Stream | undefined, id: number, time: EpochMs | null): void {
    if (stream === undefined) return;
    const { transaction } = stream;
    this.#binds(session, transaction);
    stream.attempt = this.#transactions.send(transaction, time);
    stream.attempt.stream = id;
    transaction.request.emitAttempt(stream.attempt);
  }

  #ends(pointer: string, reason: string, time: EpochMs | null): void {
    const stream = this.#streams.get(pointer);
    this.#streams.delete(pointer);
    if (!stream?.attempt) return;
    const { attempt, transaction } = stream;
    attempt.lastAt = time ?? attempt.lastAt;
    const error = errorName(reason);
    if (error === null) {
      if (transaction.request.current === attempt) transaction.request.over(time);
    } else if (attempt.status === null) attempt.error = error;
  }

  /** An ORIGIN frame (RFC 8336), with one line per origin. */
  #names(connection: Connection | undefined, begins: boolean, text: string, time: EpochMs | null): void {
    if (connection === undefined) return;
    const origin = begins ? null : originOf(text);
    const known = connection.originFrame ?? [];
    if (!begins && (origin === null || known.includes(origin))) return;
    connection.originFrame = origin === null ? known : [...known, origin];
    connection.originFrameAt ??= time;
    const { originFrame, originFrameAt } = connection;
    this.#connections.emit(connection, { originFrame, originFrameAt });
  }
}
