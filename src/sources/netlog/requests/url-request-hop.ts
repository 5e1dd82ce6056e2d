import type { AttemptRecord, EpochMs, Header } from '../../../model/capture.ts';
import type { RequestFacts } from '../../../model/evidence.ts';
import { MISDIRECTED } from '../../../model/misdirected.ts';
import type { NetLogContext } from '../event-handlers.ts';
import { Attempt } from './attempt.ts';
import { parseStatusLine } from './headers.ts';

/** Facts of a request that do not depend on its attempts. */
type HopFacts = {
  -readonly [Fact in 'privacyMode' | 'partition' | 'initiator' | 'resourceType' | 'tunnelStatus']:
    | RequestFacts[Fact]
    | null;
};

/**
 * One request as HAR and CDP count them: a URL_REQUEST, or the part of one up to a redirect. It emits evidence about itself
 * and its attempts as facts become known.
 */
export class UrlRequestHop {
  readonly #context: NetLogContext;
  readonly #key: string;
  readonly #startedAt: EpochMs;
  #reported = false;
  #sent = 0;
  url = '';
  method = '';
  readonly facts: HopFacts = {
    privacyMode: null,
    partition: null,
    initiator: null,
    resourceType: null,
    tunnelStatus: null,
  };
  requestHeaders: readonly Header[] | null = null;
  responseHeaders: readonly Header[] | null = null;
  /** The head of the response was read from the HTTP cache. */
  cacheRead = false;
  error: string | null = null;
  redirectedTo: string | null = null;
  /** The attempt that asked for a stream and has not been sent. */
  #asking: Attempt | null = null;
  /** The attempt that was sent and has not ended. */
  #current: Attempt | null = null;
  #last: Attempt | null = null;

  constructor(context: NetLogContext, key: string, startedAt: EpochMs) {
    this.#context = context;
    this.#key = key;
    this.#startedAt = startedAt;
  }

  /** The attempt that was sent and has not ended. */
  get current(): Attempt | null {
    return this.#current;
  }

  /** Attempts that have not ended: one that was sent, and one that asks for a stream. */
  get open(): Attempt[] {
    return [this.#current, this.#asking].filter((attempt) => attempt !== null);
  }

  /** Begins an attempt. Returns the earlier attempt that asked for a stream and got none, if there is one. */
  ask(time: EpochMs): Attempt | null {
    const before = this.#asking;
    this.#asking = new Attempt(time, this.#context.ordinal);
    return before;
  }

  /** The attempt that asks for a stream. It is created when its beginning is not in the log. */
  asking(time: EpochMs): Attempt {
    this.#asking ??= new Attempt(time, this.#context.ordinal);
    return this.#asking;
  }

  send(time: EpochMs): Attempt {
    const attempt = this.#asking ?? this.#again(time);
    if (this.#current !== null) this.#emitAttempt(this.#current);
    this.#asking = null;
    attempt.sentAt = time;
    this.#current = attempt;
    this.#last = attempt;
    this.#sent += 1;
    return attempt;
  }

  /** After authentication HTTP/1.1 re-sends on the same connection, without asking for a stream. */
  #again(time: EpochMs): Attempt {
    const attempt = new Attempt(time, this.#context.ordinal);
    attempt.job = this.#last?.job ?? null;
    attempt.socket = this.#last?.socket ?? null;
    attempt.quic = this.#last?.quic ?? null;
    return attempt;
  }

  /** The request headers are known now. The attempt itself is reported once, when it has ended. */
  sent(time: EpochMs): void {
    if (this.#current === null) return;
    this.#current.sentEnd ??= time;
    this.emitStart();
  }

  answered(time: EpochMs, headers: unknown, parsed: readonly Header[]): void {
    const status = parseStatusLine(headers);
    const attempt = this.#current;
    if (attempt === null || (status !== null && status < 200 && status !== 101)) return;
    attempt.answeredAt = time;
    attempt.status = status;
    if (parsed.length > 0) this.responseHeaders = parsed;
    if (status === MISDIRECTED && parsed.length > 0) attempt.answerHeaders = parsed;
  }

  /** The browser abandons the attempt and re-sends the request. Returns the attempt, if one was sent. */
  restart(time: EpochMs, why: Pick<AttemptRecord, 'restart' | 'status' | 'error'>): Attempt | null {
    const attempt = this.#current;
    if (attempt === null) return null;
    attempt.restart = why.restart;
    attempt.status ??= why.status;
    attempt.error = why.error;
    attempt.endedAt = time;
    this.#emitAttempt(attempt);
    this.#current = null;
    return attempt;
  }

  /**
   * No more events follow. `time` is null when the log ended before the request. If the log has only
   * the end of a request, the request is not reported.
   */
  finish(time: EpochMs | null): void {
    if (!this.#reported && this.url === '' && this.method === '' && this.#sent === 0) return;
    const attempt = this.#current;
    // When the page follows a redirect with a new request, this one is aborted. That is not a failure.
    const error = this.redirectedTo === null ? this.error : null;
    if (attempt !== null) {
      attempt.endedAt = time;
      attempt.error ??= error;
      this.#emitAttempt(attempt);
    }
    this.#current = null;
    const answer = this.#last !== null && this.#last.restart === null ? this.#last : null;
    const connection = answer?.connection ?? null;
    const { privacyMode, partition, initiator, resourceType, tunnelStatus } = this.facts;
    this.#report({
      privacyMode,
      partition,
      initiator,
      resourceType,
      tunnelStatus,
      endedAt: time,
      status: answer?.status ?? null,
      error,
      fromCache: this.#sent === 0 && this.cacheRead,
      protocol: connection?.protocol ?? null,
      remote: connection?.remote ?? null,
      requestHeaders: this.requestHeaders,
      responseHeaders: this.responseHeaders,
      redirectedTo: this.redirectedTo,
    });
  }

  /** The first report joins the request with other sources, so it waits until the URL is known. */
  emitStart(): void {
    if (!this.#reported) this.#report({});
  }

  #report(facts: RequestFacts): void {
    const { url, method } = this;
    const all = this.#reported ? facts : { startedAt: this.#startedAt, ...this.facts, ...facts };
    this.#reported = true;
    this.#context.emit({ kind: 'request', source: 'netlog', key: this.#key, url, method, facts: all });
  }

  #emitAttempt(attempt: Attempt): void {
    this.emitStart();
    const index = this.#sent - 1;
    this.#context.emit({ kind: 'attempt', source: 'netlog', key: this.#key, index, facts: attempt.facts() });
  }
}
