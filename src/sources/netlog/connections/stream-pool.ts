import type { Handler, Handlers } from '../event-handlers.ts';
import type { NetLogEvent } from '../events/netlog-event.ts';
import type { UrlRequests } from '../requests/url-requests.ts';
import { SourceTable } from '../source-table.ts';
import type { ConnectJobs } from './connect-jobs.ts';
import { type GroupId, parseStreamKey } from './group-id.ts';
import type { Http2Sessions } from './http2-sessions.ts';
import type { Socket, Sockets } from './sockets.ts';
import type { StreamJobs } from './stream-jobs.ts';

export interface StreamPoolParts {
  readonly sockets: Sockets;
  readonly connectJobs: ConnectJobs;
  readonly jobs: StreamJobs;
  readonly sessions: Http2Sessions;
  readonly requests: UrlRequests;
}

/**
 * Chromium's newer way to find a connection (net/http/http_stream_pool*.cc; `--enable-features=HappyEyeballsV3`):
 * HTTP_STREAM_POOL_* instead of HTTP_STREAM_JOB and socket pools. An HTTP/2 session is logged on the request itself, or on
 * the attempt manager that the request is bound to, which stream-jobs.ts treats as a job. For an HTTP/1.1 socket the log
 * does not say which request receives it.
 */
export class StreamPool {
  readonly #sockets: Sockets;
  readonly #requests: UrlRequests;
  readonly #groups = new SourceTable((): { group: GroupId | null } => ({ group: null }));
  /** The HTTP_STREAM_JOB_CONTROLLER of an HTTP_STREAM_POOL_JOB, and the request of that controller. */
  readonly #controllerOfJob = new Map<number, number>();
  readonly #requestOfController = new Map<number, number>();
  readonly #controllerOfRequest = new Map<number, number>();
  /** The socket that was handed out last. In the next events its job ends, or its request gets its stream. */
  #handedOut: Socket | null = null;
  readonly handlers: Handlers;

  constructor(parts: StreamPoolParts) {
    const { sockets, connectJobs, jobs, sessions, requests } = parts;
    this.#sockets = sockets;
    this.#requests = requests;
    const alive: Handler = (event) => this.#alive(event);
    const foundSession: Handler = (event) => {
      const session = event.dependency;
      const attempt = requests.asking(event);
      if (session !== null && attempt !== null) attempt.session = sessions.at(session);
    };
    this.handlers = {
      HTTP_STREAM_POOL_GROUP_ALIVE: alive,
      HTTP_STREAM_POOL_ATTEMPT_MANAGER_ALIVE: alive,
      HTTP_STREAM_POOL_TCP_BASED_ATTEMPT_START: (event) => {
        const attempt = event.dependency;
        if (attempt !== null) connectJobs.at(attempt).group ??= this.#groupOf(event);
      },
      HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION: foundSession,
      HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL: foundSession,
      HTTP_STREAM_POOL_ATTEMPT_MANAGER_JOB_BOUND: (event) => {
        const manager = event.dependency;
        const attempt = requests.asking(event);
        if (manager !== null && attempt !== null) attempt.job = jobs.at(manager);
      },
      HTTP_STREAM_JOB_CONTROLLER_BOUND: (event) => this.#bind(event),
      HTTP_STREAM_REQUEST: (event) => {
        if (event.phase === 'end') this.#gotStream(event);
      },
      HTTP_STREAM_POOL_GROUP_HANDLE_CREATED: (event) => this.#handOut(event),
      HTTP_STREAM_POOL_JOB_ALIVE: (event) => this.#job(event),
    };
  }

  /** How many sources are held. */
  get size(): number {
    return this.#groups.size + this.#controllerOfJob.size + this.#requestOfController.size * 2;
  }

  #alive(event: NetLogEvent): void {
    if (event.phase === 'end') this.#groups.finish(event.source);
    else this.#groups.at(event.source).group = parseStreamKey(event.params.stream_key);
  }

  #groupOf({ source }: NetLogEvent): GroupId | null {
    return this.#groups.get(source)?.group ?? null;
  }

  /** The request and its controller each log that they are bound to the other. */
  #bind(event: NetLogEvent): void {
    const controller = event.dependency;
    if (controller === null || this.#requests.asking(event) === null) return;
    this.#requestOfController.set(controller, event.source);
    this.#controllerOfRequest.set(event.source, controller);
  }

  #gotStream(event: NetLogEvent): void {
    const controller = this.#controllerOfRequest.get(event.source);
    this.#controllerOfRequest.delete(event.source);
    if (controller !== undefined) this.#requestOfController.delete(controller);
    // A request gets an idle socket without a job.
    this.#give(event);
  }

  #job(event: NetLogEvent): void {
    const { source, phase, time, params } = event;
    if (phase === 'begin') {
      const controller = event.dependency;
      if (controller !== null) this.#controllerOfJob.set(source, controller);
      return;
    }
    const request = this.#requestOfController.get(this.#controllerOfJob.get(source) ?? Number.NaN);
    this.#controllerOfJob.delete(source);
    const stream = params.negotiated_protocol === 'http/1.1';
    if (stream && request !== undefined) this.#give({ source: request, time });
    this.#handedOut = null;
  }

  #handOut(event: NetLogEvent): void {
    const id = event.dependency;
    if (id === null) return;
    const socket = this.#sockets.at(id);
    this.#sockets.join(socket, this.#groupOf(event));
    this.#sockets.announce(socket);
    this.#handedOut = socket;
  }

  #give(request: Pick<NetLogEvent, 'source' | 'time'>): void {
    const socket = this.#handedOut;
    this.#handedOut = null;
    const attempt = socket === null ? null : this.#requests.asking(request);
    if (attempt !== null) attempt.socket = socket;
  }
}
