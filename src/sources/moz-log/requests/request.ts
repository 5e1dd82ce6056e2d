import type { EpochMs, Header, Restart } from '../../../model/capture.ts';
import type { RequestFacts } from '../../../model/evidence.ts';
import { firstFieldValue } from '../../../model/header-fields.ts';
import { MISDIRECTED } from '../../../model/misdirected.ts';
import { originOf } from '../../../model/origin.ts';
import { resolveUrl } from '../../resolve-url.ts';
import type { Connection } from '../connections/connection.ts';
import type { LogContext } from '../lines/message.ts';
import { Attempt, type TransportSteps } from './attempt.ts';

/** An nsHttpChannel: one request, as DevTools counts them. A redirect has its own channel. */
export class Request {
  readonly #context: LogContext;
  readonly #key: string;
  readonly #startedAt: EpochMs | null;
  readonly url: string;
  #isReported = false;
  #finished = false;
  #attempts = 0;
  /** The attempt that was sent and is not over yet. */
  #current: Attempt | null = null;
  #last: Attempt | null = null;
  method: string | null = null;
  requestHeaders: Header[] = [];
  responseHeaders: Header[] = [];
  error: string | null = null;
  fromCache = false;
  /** The pointer of the transaction that it created last; null while there is none. */
  transaction: string | null = null;
  /** When the channel reported its end to the page. */
  stoppedAt: EpochMs | null = null;

  constructor(context: LogContext, key: string, url: string, startedAt: EpochMs | null) {
    this.#context = context;
    this.#key = key;
    this.url = url;
    this.#startedAt = startedAt;
  }

  get current(): Attempt | null {
    return this.#current;
  }

  get last(): Attempt | null {
    return this.#last;
  }

  send(connection: Connection | null, time: EpochMs | null, steps: TransportSteps): Attempt {
    const attempt = new Attempt(this.#attempts, connection, time, steps);
    this.#attempts += 1;
    this.#current = attempt;
    this.#last = attempt;
    this.emitAttempt(attempt);
    return attempt;
  }

  /** Ends the current attempt; with `restart`, the request is sent again. */
  over(time: EpochMs | null, restart: Restart | null = null, error: string | null = null): void {
    const attempt = this.#current;
    if (attempt === null) return;
    attempt.endedAt = time ?? attempt.lastAt;
    attempt.restart = restart;
    if (attempt.status === MISDIRECTED && this.responseHeaders.length > 0) {
      attempt.answerHeaders = this.responseHeaders;
    }
    attempt.error ??= error;
    this.#current = null;
    this.emitAttempt(attempt);
  }

  /** Ends the request. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const last = this.#last;
    this.over(null, null, this.error);
    // A channel that never sent anything: it was dropped, or replaced by another before it started.
    if (this.transaction === null && !this.fromCache && this.stoppedAt === null) return;
    const { connection = null } = last ?? {};
    const location = firstFieldValue(this.responseHeaders, 'location');
    const redirects =
      last?.status !== undefined && last?.status !== null && /^30[12378]$/.test(`${last.status}`);
    this.#report({
      endedAt: last?.endedAt ?? this.stoppedAt,
      status: last?.restart === null ? last.status : null,
      error: this.error,
      fromCache: this.fromCache && last === null,
      protocol: connection?.protocol ?? null,
      remote: connection?.remote ?? null,
      privacyMode: connection?.key?.anonymous ?? null,
      partition: connection?.key?.partition ?? null,
      requestHeaders: this.requestHeaders.length > 0 ? this.requestHeaders : null,
      responseHeaders: this.responseHeaders.length > 0 ? this.responseHeaders : null,
      redirectedTo: redirects && location !== null ? resolveUrl(this.url, location) : null,
    });
  }

  emitAttempt(attempt: Attempt): void {
    if (!this.#isReported) this.#report({});
    const { index } = attempt;
    this.#context.emit({ kind: 'attempt', source: 'moz-log', key: this.#key, index, facts: attempt.facts() });
  }

  /** The first report joins the request with other sources, so it waits until the method is known. */
  #report(more: RequestFacts): void {
    const facts = this.#isReported ? more : { startedAt: this.#startedAt, ...more };
    this.#isReported = true;
    const { url } = this;
    const method = this.method ?? 'GET';
    this.#context.emit({ kind: 'request', source: 'moz-log', key: this.#key, url, method, facts });
  }
}

/** Whether the URL belongs to a server: `moz-extension:` and similar URLs have other kinds of channels. */
export function isWeb(url: string): boolean {
  return originOf(url) !== null;
}
