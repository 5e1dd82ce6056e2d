import type { Browser, EpochMs } from '../../../model/capture.ts';
import { isNamed } from '../../../model/header-fields.ts';
import { END_OF_LIST, type Handlers, type LogContext, type Message, matching } from '../lines/message.ts';
import { isWeb, Request } from './request.ts';
import { errorName } from './status-codes.ts';
import { parseHeader, type Transactions } from './transactions.ts';

/** Channels by the address of their object: the requests, and the transactions created for them. */
export class Channels {
  readonly #context: LogContext;
  readonly #transactions: Transactions;
  readonly #onBrowser: (browser: Browser) => void;
  readonly #byPointer = new Map<string, Request>();
  #made = 0;
  readonly handlers: Handlers;

  constructor(context: LogContext, transactions: Transactions, onBrowser: (browser: Browser) => void) {
    this.#context = context;
    this.#transactions = transactions;
    this.#onBrowser = onBrowser;
    this.handlers = {
      'nsHttpChannel::Init': matching(
        /^nsHttpChannel::Init \[this=([0-9a-f]+)\]/,
        ([pointer = ''], { thread }) => {
          this.#finish(pointer);
          thread.channel = pointer;
        },
      ),
      uri: matching(/^uri=(\S+)/, ([url = ''], message) => this.#named(url, message)),
      nsHttpChannel: matching(
        /^nsHttpChannel ([0-9a-f]+) created nsHttpTransaction [0-9a-f]+/,
        ([pointer = ''], { thread }) => {
          thread.maker = pointer;
        },
        'ignored',
      ),
      'nsHttpTransaction::Init': matching(
        /^nsHttpTransaction::Init \[this=([0-9a-f]+) caps=/,
        ([pointer = ''], message) => this.#makes(pointer, message),
        'ignored',
      ),
      http: (message) => {
        // `http response [` repeats what the ParseLine messages already contained.
        const { thread } = message;
        if (message.text.startsWith('http request [')) thread.listing = thread.made;
        return true;
      },
      [END_OF_LIST]: () => true,
      'nsHttpChannel::ReadFromCache': matching(/\[this=([0-9a-f]+)\]/, ([pointer = '']) => {
        const request = this.#byPointer.get(pointer);
        if (request !== undefined) request.fromCache = true;
      }),
      'nsHttpChannel::OnStopRequest': matching(
        /\[this=([0-9a-f]+) request=[0-9a-f]+ status=([0-9a-f]+)\]/,
        ([pointer = '', status = ''], { time }) => this.#stopped(this.#byPointer.get(pointer), status, time),
      ),
      Destroying: matching(
        /^Destroying nsHttpChannel \[this=([0-9a-f]+)/,
        ([pointer = '']) => this.#finish(pointer),
        'ignored',
      ),
    };
  }

  get size(): number {
    return this.#byPointer.size;
  }

  /** Takes a line of the listing of a request's header section. */
  listed({ text, thread }: Message): void {
    const request = thread.listing === null ? undefined : this.#transactions.get(thread.listing)?.request;
    if (request === undefined) return;
    const line = text.trim();
    const method = /^([A-Z][A-Z0-9_-]*) \S+ HTTP\/[\d.]+$/.exec(line)?.[1];
    if (method !== undefined && request.requestHeaders.length === 0) {
      request.method = method;
      return;
    }
    const header = parseHeader(line);
    if (header === null) return;
    request.requestHeaders.push(header);
    if (isNamed(header, 'user-agent')) this.#emitBrowser(header.value);
  }

  /** The log ended: emits what is known about the requests that did not. */
  end(): void {
    for (const request of this.#byPointer.values()) request.finish();
  }

  #named(url: string, { thread, time }: Message): void {
    const pointer = thread.channel;
    thread.channel = null;
    if (pointer === null || !isWeb(url)) return;
    this.#made += 1;
    this.#byPointer.set(pointer, new Request(this.#context, `${this.#context.run}${this.#made}`, url, time));
  }

  #makes(pointer: string, { thread, time }: Message): void {
    const maker = thread.maker;
    const request = maker === null ? undefined : this.#byPointer.get(maker);
    thread.maker = null;
    // An earlier transaction with this address no longer exists.
    this.#transactions.remove(pointer);
    thread.made = null;
    if (maker === null || request === undefined) return;
    thread.made = pointer;
    // After authentication, the same channel sends its request again.
    request.over(time);
    request.requestHeaders = [];
    this.#transactions.add(pointer, request, time);
    request.transaction = pointer;
  }

  /** Can happen more than once: after authentication, and when the cache continues where the network stopped. */
  #stopped(request: Request | undefined, status: string, time: EpochMs | null): void {
    if (request === undefined) return;
    request.error = errorName(status);
    request.stoppedAt = time;
  }

  #finish(pointer: string): void {
    const request = this.#byPointer.get(pointer);
    if (request === undefined) return;
    request.finish();
    this.#byPointer.delete(pointer);
    const { transaction } = request;
    if (transaction !== null && this.#transactions.get(transaction)?.request === request) {
      this.#transactions.remove(transaction);
    }
  }

  #emitBrowser(userAgent: string): void {
    const version = /\bFirefox\/([\d.]+)/.exec(userAgent)?.[1];
    if (version !== undefined) this.#onBrowser({ name: 'Firefox', version });
  }
}
