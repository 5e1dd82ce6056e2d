import type { EpochMs, Header } from '../../../model/capture.ts';
import { originOf } from '../../../model/origin.ts';
import { asNumber, asString } from '../../json.ts';
import type { Http2Sessions } from '../connections/http2-sessions.ts';
import { poolOfMode } from '../connections/privacy-mode.ts';
import type { QuicSessions } from '../connections/quic-sessions.ts';
import type { StreamJobs } from '../connections/stream-jobs.ts';
import type { Tunnels } from '../connections/tunnels.ts';
import type { Handler, Handlers, NetLogContext } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import { SourceTable } from '../source-table.ts';
import type { Attempt } from './attempt.ts';
import { parseHeaders, requestLineOf, targetOf } from './headers.ts';
import { UrlRequestHop } from './url-request-hop.ts';

const REQUEST_TIMEOUT = 408;
const TUNNEL_FAILED = 'net::ERR_TUNNEL_CONNECTION_FAILED';
/** A WebSocket handshake succeeded: the URL_REQUEST ends, and the WebSocket continues (net/base/net_error_list.h). */
const WS_UPGRADE = -173;

/** A URL_REQUEST source: the requests of its redirect chain, one after another. */
interface UrlRequest {
  readonly id: number;
  hops: number;
  hop: UrlRequestHop | null;
}

/** URL_REQUEST sources: the requests, their attempts, and why each was re-sent. */
export class UrlRequests {
  readonly #context: NetLogContext;
  readonly #jobs: StreamJobs;
  readonly #sessions: Http2Sessions;
  readonly #tunnels: Tunnels;
  readonly #requests = new SourceTable<UrlRequest>((id) => ({ id, hops: 0, hop: null }));
  /** Open attempts by the id of the HTTP_STREAM_JOB that they are bound to. */
  readonly #byJob = new Map<number, Attempt>();
  readonly handlers: Handlers;

  constructor(
    context: NetLogContext,
    jobs: StreamJobs,
    sessions: Http2Sessions,
    quic: QuicSessions,
    tunnels: Tunnels,
  ) {
    this.#context = context;
    this.#jobs = jobs;
    this.#sessions = sessions;
    this.#tunnels = tunnels;
    this.handlers = {
      REQUEST_ALIVE: (event) => this.#alive(event),
      URL_REQUEST_START_JOB: (event) => this.#startJob(event),
      COMPUTED_PRIVACY_MODE: (event) => {
        this.#hop(event).facts.privacyMode = poolOfMode(event.params.privacy_mode).privacyMode;
      },
      HTTP_CACHE_READ_INFO: (event) => {
        this.#hop(event).cacheRead = true;
      },
      HTTP_STREAM_REQUEST: (event) => {
        if (event.phase === 'begin') this.#release(this.#hop(event).ask(event.time));
      },
      HTTP_STREAM_REQUEST_BOUND_TO_JOB: (event) => this.#boundToJob(event),
      HTTP_STREAM_REQUEST_BOUND_TO_QUIC_SESSION: (event) => {
        const session = event.dependency;
        if (session !== null) this.#hop(event).asking(event.time).quic = quic.used(session);
      },
      HTTP_TRANSACTION_SEND_REQUEST: (event) => this.#send(event),
      HTTP_TRANSACTION_SEND_REQUEST_HEADERS: (event) => this.#sendHeaders(event, 'http'),
      HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS: (event) => this.#sendHeaders(event, 'https'),
      HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS: (event) => this.#sendHeaders(event, 'https'),
      HTTP_TRANSACTION_READ_RESPONSE_HEADERS: (event) => {
        const { headers } = event.params;
        this.#hop(event).answered(event.time, headers, parseHeaders(headers).filter(isField));
      },
      HTTP_TRANSACTION_RESTART_MISDIRECTED_REQUEST: (event) => this.#restartMisdirected(event),
      HTTP_TRANSACTION_RESTART_AFTER_ERROR: (event) => this.#restartAfterError(event),
      URL_REQUEST_REDIRECTED: (event) => {
        this.#hop(event).redirectedTo = asString(event.params.location);
      },
      FAILED: this.#failed,
      CANCELLED: this.#failed,
    };
  }

  get size(): number {
    return this.#requests.size + this.#byJob.size;
  }

  /** The open attempt of a job or a URL_REQUEST. */
  attemptOf(source: number): Attempt | undefined {
    return this.#byJob.get(source) ?? this.#requests.get(source)?.hop?.current ?? undefined;
  }

  /** The attempt that asks for a stream; null when the source is not an open request. */
  asking({ source, time }: Pick<NetLogEvent, 'source' | 'time'>): Attempt | null {
    return this.#requests.get(source)?.hop?.asking(time) ?? null;
  }

  /** The log ended. Reports what is known about requests that have not ended. */
  end(): void {
    for (const { hop } of this.#requests.open()) hop?.finish(null);
  }

  readonly #failed: Handler = ({ source, params }) => {
    const hop = this.#requests.get(source)?.hop;
    if (hop) hop.error ??= this.#errorOf(params.net_error);
  };

  #hop({ source, sourceStart, time }: NetLogEvent): UrlRequestHop {
    const request = this.#requests.at(source);
    request.hop ??= this.#newHop(request, sourceStart ?? time);
    return request.hop;
  }

  #newHop(request: UrlRequest, startedAt: EpochMs): UrlRequestHop {
    const key = request.hops === 0 ? String(request.id) : `${request.id}:${request.hops}`;
    request.hops += 1;
    return new UrlRequestHop(this.#context, key, startedAt);
  }

  #alive(event: NetLogEvent): void {
    const hop = this.#hop(event);
    if (event.phase === 'begin') {
      hop.url = asString(event.params.url) ?? '';
      return;
    }
    hop.error ??= this.#errorOf(event.params.net_error);
    this.#finish(hop, event.time);
    this.#requests.at(event.source).hop = null;
    this.#requests.finish(event.source);
  }

  #finish(hop: UrlRequestHop, time: EpochMs): void {
    for (const attempt of hop.open) this.#release(attempt);
    if (hop.error === TUNNEL_FAILED) {
      hop.facts.tunnelStatus = this.#tunnels.refusalFor(hop.url);
    }
    hop.finish(time);
  }

  #startJob(event: NetLogEvent): void {
    if (event.phase !== 'begin') return;
    const { params } = event;
    const request = this.#requests.at(event.source);
    if (request.hop?.redirectedTo) {
      this.#finish(request.hop, event.time);
      request.hop = this.#newHop(request, event.time);
    }
    const hop = this.#hop(event);
    hop.url = asString(params.url) ?? hop.url;
    hop.method = asString(params.method) ?? hop.method;
    const initiator = asString(params.initiator);
    hop.facts.partition = asString(params.network_isolation_key);
    hop.facts.initiator = initiator !== null && originOf(initiator) !== null ? initiator : null;
    hop.facts.resourceType = asString(params.request_type) === 'main frame' ? 'document' : null;
    hop.emitStart();
  }

  #boundToJob(event: NetLogEvent): void {
    const job = event.dependency;
    if (job === null) return;
    const attempt = this.#hop(event).asking(event.time);
    this.#release(attempt);
    attempt.job = this.#jobs.at(job);
    this.#byJob.set(job, attempt);
  }

  #send(event: NetLogEvent): void {
    const hop = this.#hop(event);
    if (event.phase === 'end') {
      hop.sent(event.time);
      return;
    }
    this.#sessions.await(hop.send(event.time));
  }

  /** The sent headers identify a request whose beginning is not in the log. */
  #sendHeaders(event: NetLogEvent, scheme: string): void {
    const { params } = event;
    const hop = this.#hop(event);
    const headers = parseHeaders(params.headers);
    const { current } = hop;
    if (current !== null) {
      current.target = targetOf(headers);
      current.stream ??= asNumber(params.quic_stream_id);
    }
    const line = requestLineOf(headers, asString(params.line), scheme);
    if (hop.url === '') hop.url = line.url ?? '';
    if (hop.method === '') hop.method = line.method ?? '';
    if (headers.length > 0) hop.requestHeaders = headers.filter(isField);
  }

  #restartMisdirected(event: NetLogEvent): void {
    const why = { restart: 'misdirected', status: 421, error: null } as const;
    this.#release(this.#hop(event).restart(event.time, why));
  }

  /**
   * `net_error` is one of Chromium's errors. After a 408 on a reused connection Chromium passes that status instead, which
   * the log omits because it is not an error (net/http/http_network_transaction.cc, DoReadHeadersComplete).
   */
  #restartAfterError(event: NetLogEvent): void {
    const code = asNumber(event.params.net_error) ?? REQUEST_TIMEOUT;
    const status = code >= 100 ? code : null;
    const error = status === null ? this.#errorOf(code) : null;
    this.#release(this.#hop(event).restart(event.time, { restart: 'error', status, error }));
  }

  /** The attempt has ended, and need not be found any more. */
  #release(attempt: Attempt | null): void {
    if (attempt === null) return;
    if (attempt.job !== null) this.#byJob.delete(attempt.job.id);
    this.#sessions.forget(attempt);
  }

  #errorOf(code: unknown): string | null {
    const number = asNumber(code);
    return number === null || number === 0 || number === WS_UPGRADE ? null : this.#context.errorName(number);
  }
}

/** Pseudo-headers such as `:method` are not header fields. */
function isField({ name }: Header): boolean {
  return !name.startsWith(':');
}
