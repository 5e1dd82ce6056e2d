import type { EpochMs, Header } from '../../../model/capture.ts';
import { MISDIRECTED } from '../../../model/misdirected.ts';
import { originOf } from '../../../model/origin.ts';
import type { Connection } from '../connections/connection.ts';
import type { ConnectionsByPointer } from '../connections/connections-by-pointer.ts';
import { type Handlers, type LogContext, type Message, matching } from '../lines/message.ts';
import { type Attempt, TransportSteps } from './attempt.ts';
import type { Request } from './request.ts';
import { errorName, STEP } from './status-codes.ts';

/** An nsHttpTransaction: it sends a request, and may send it again. */
export class Transaction {
  readonly request: Request;
  steps: TransportSteps;
  /** The connection that it was put on last. */
  connection: Connection | null = null;
  /** Its last attempt, over or not. */
  attempt: Attempt | null = null;

  constructor(request: Request, steps: TransportSteps) {
    this.request = request;
    this.steps = steps;
  }
}

/** Transactions by the address of their object: what they send, on which connection, and the responses. */
export class Transactions {
  readonly #context: LogContext;
  readonly #connections: ConnectionsByPointer;
  readonly #byPointer = new Map<string, Transaction>();
  readonly handlers: Handlers;

  constructor(context: LogContext, connections: ConnectionsByPointer) {
    this.#context = context;
    this.#connections = connections;
    const activate = matching(
      /::Activate \[this=([0-9a-f]+) trans=([0-9a-f]+) caps=/,
      ([connection = '', transaction = ''], { time }) => this.#activate(connection, transaction, time),
    );
    this.handlers = {
      'nsHttpConnection::Activate': activate,
      'HttpConnectionUDP::Activate': activate,
      'nsHttpTransaction::OnTransportStatus': matching(
        /^nsHttpTransaction::OnTransportStatus \[this=([0-9a-f]+) status=([0-9a-f]+) progress=/,
        ([pointer = '', step = ''], { time }) => this.#step(this.#byPointer.get(pointer), step, time),
        'ignored',
      ),
      'nsHttpTransaction::ProcessData': matching(
        /^nsHttpTransaction::ProcessData \[this=([0-9a-f]+) /,
        ([pointer = ''], { thread, time }) => {
          thread.parsing = pointer;
          this.#sign(this.#byPointer.get(pointer), time);
        },
      ),
      'nsHttpTransaction::HandleContent': matching(
        /^nsHttpTransaction::HandleContent \[this=([0-9a-f]+) /,
        ([pointer = ''], { time }) => this.#sign(this.#byPointer.get(pointer), time),
      ),
      'nsHttpTransaction::ParseLine': matching(
        /^nsHttpTransaction::ParseLine \[(.*)\]$/s,
        ([line = ''], message) => this.#parsed(line, message),
      ),
      restarting: matching(
        /^restarting transaction @([0-9a-f]+)/,
        ([pointer = ''], { time }) => this.#restart(this.#byPointer.get(pointer), time),
        'ignored',
      ),
      Destroying: matching(
        /^Destroying nsHttpTransaction @([0-9a-f]+)/,
        ([pointer = '']) => this.remove(pointer),
        'ignored',
      ),
      'nsHttpTransaction::Close': matching(
        /^nsHttpTransaction::Close \[this=([0-9a-f]+) reason=([0-9a-f]+)/,
        ([pointer = '', reason = ''], { time }) =>
          this.#close(this.#byPointer.get(pointer), errorName(reason), time),
        'ignored',
      ),
    };
  }

  /** Number of transactions in memory. */
  get size(): number {
    return this.#byPointer.size;
  }

  get(pointer: string): Transaction | undefined {
    return this.#byPointer.get(pointer);
  }

  add(pointer: string, request: Request, time: EpochMs | null): Transaction {
    const transaction = new Transaction(request, new TransportSteps(time, this.#context.ordinal));
    this.#byPointer.set(pointer, transaction);
    return transaction;
  }

  remove(pointer: string): void {
    this.#byPointer.delete(pointer);
  }

  /** Starts an attempt: the transaction begins to send. */
  send(transaction: Transaction, time: EpochMs | null): Attempt {
    const { request, connection, steps } = transaction;
    if (connection !== null) {
      this.#connections.markOpen(connection);
      this.#connections.carries(connection, originOf(request.url));
    }
    const attempt = request.send(connection, time, steps);
    transaction.attempt = attempt;
    if (connection !== null) {
      if (attempt.reused === false) {
        const openedAt = steps.at(STEP.resolving) ?? steps.at(STEP.connecting);
        this.#connections.setUp(connection, openedAt, steps.setUp());
      }
      connection.readyOrdinal ??= this.#context.ordinal;
    }
    return attempt;
  }

  /** Takes the status of a response, over any protocol; interim responses are ignored. */
  answered(attempt: Attempt | null, status: number, time: EpochMs | null): void {
    if (attempt === null || (status < 200 && status !== 101)) return;
    attempt.status = status;
    attempt.answeredAt ??= time;
  }

  #activate(connection: string, pointer: string, time: EpochMs | null): void {
    const transaction = this.#byPointer.get(pointer);
    if (transaction === undefined) return;
    // It was put on a connection again after it was sent, so the first sending failed.
    this.#restart(transaction, time);
    transaction.connection = this.#connections.at(connection);
  }

  #restart(transaction: Transaction | undefined, time: EpochMs | null): void {
    const { request, attempt } = transaction ?? {};
    if (transaction === undefined || !attempt || request?.current !== attempt) return;
    request.over(time, attempt.status === MISDIRECTED ? 'misdirected' : 'error', attempt.error);
    request.responseHeaders = [];
    transaction.attempt = null;
    transaction.connection = null;
    transaction.steps = new TransportSteps(time, this.#context.ordinal);
  }

  #step(transaction: Transaction | undefined, step: string, time: EpochMs | null): void {
    if (transaction === undefined) return;
    transaction.steps.note(step, time);
    if (step === STEP.sending && transaction.attempt === null && transaction.connection !== null) {
      this.send(transaction, time);
    }
    const { attempt } = transaction;
    if (attempt === null) return;
    attempt.lastAt = time ?? attempt.lastAt;
    if (step === STEP.receiving) attempt.answeredAt ??= time;
    else if (attempt.answeredAt === null) attempt.sentAt = time;
  }

  #sign(transaction: Transaction | undefined, time: EpochMs | null): void {
    const attempt = transaction?.attempt;
    if (attempt) attempt.lastAt = time ?? attempt.lastAt;
  }

  /** Takes a line of a response's header section. Responses over HTTP/2 and HTTP/3 are logged as such lines too. */
  #parsed(line: string, { thread, time }: Message): void {
    const transaction = thread.parsing === null ? undefined : this.#byPointer.get(thread.parsing);
    if (transaction === undefined) return;
    const status = /^HTTP\/(\d(?:\.\d)?) (\d{3})(?!\d)/.exec(line);
    if (status === null) {
      const header = parseHeader(line);
      if (header !== null) transaction.request.responseHeaders.push(header);
      return;
    }
    const { attempt, connection, request } = transaction;
    request.responseHeaders = [];
    if (status[1] === '1.1' && connection !== null && attempt?.stream === null) {
      this.#connections.speaks(connection, 'http/1.1');
    }
    this.answered(attempt, Number(status[2]), time);
  }

  #close(transaction: Transaction | undefined, error: string | null, time: EpochMs | null): void {
    if (transaction === undefined) return;
    const { attempt, request } = transaction;
    if (attempt !== null && request.current === attempt) {
      attempt.lastAt = time ?? attempt.lastAt;
      // After an error it may be sent again: then the next line says so, and this is not the end.
      if (error === null) request.over(time);
      else attempt.error = attempt.status === null ? error : attempt.error;
    }
    if (error === null || attempt?.status !== MISDIRECTED) request.error = error;
  }
}

/** `name: value`; null for anything else. */
export function parseHeader(line: string): Header | null {
  const colon = line.indexOf(':');
  if (colon <= 0) return null;
  return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
}
