import type { EpochMs, Header, Restart } from '../../../model/capture.ts';
import type { RequestFacts } from '../../../model/evidence.ts';
import { firstFieldValue } from '../../../model/header-fields.ts';
import { MISDIRECTED } from '../../../model/misdirected.ts';
import { originOf } from '../../../model/origin.ts';
import { resolveUrl } from '../../resolve-url.ts';
import type { Connection } from '../connections/connection.ts';
import type { LogContext } from '../lines/message.ts';
import { Attempt, type TransportSteps } from './attempt.ts';

/** An nsHttpChannel: one request as DevTools counts them. A redirect has a channel of its own. */
export class Request {
  readonly #context: LogContext;
  readonly #key: string;
  readonly #startedAt: EpochMs | null;
  readonly url: string;
  #told = false;
  #finished = false;
  #attempts = 0;
  /** Sent, and not over yet. */
  #current: Attempt | null = null;
  #last: Attempt | null = null;
  method: string | null = null;
  requestHeaders: Header[] = [];
  responseHeaders: Header[] = [];
  error: string | null = null;
  fromCache = false;
  /** The transaction that it made last, by its pointer; null while it asked nobody. */
  transaction: string | null = null;
  /** The page was told that there is no more. */
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

  /** Nothing more belongs to the attempt under way; with `restart` the request is sent again. */
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

  /** No more comes. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const last = this.#last;
    this.over(null, null, this.error);
    // A channel that asked nobody: made and dropped, or replaced by another before it began.
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
    if (!this.#told) this.#report({});
    const { index } = attempt;
    this.#context.emit({ kind: 'attempt', source: 'moz-log', key: this.#key, index, facts: attempt.facts() });
  }

  /** The first telling joins the request with other sources, so it waits until the method is known. */
  #report(more: RequestFacts): void {
    const facts = this.#told ? more : { startedAt: this.#startedAt, ...more };
    this.#told = true;
    const { url } = this;
    const method = this.method ?? 'GET';
    this.#context.emit({ kind: 'request', source: 'moz-log', key: this.#key, url, method, facts });
  }
}

/** Only requests to servers: `moz-extension:` and the like have channels of other kinds. */
export function isWeb(url: string): boolean {
  return originOf(url) !== null;
}
