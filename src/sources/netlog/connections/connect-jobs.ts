import type { EpochMs } from '../../../model/capture.ts';
import { asString } from '../../json.ts';
import type { Handlers } from '../event-handlers.ts';
import { SourceTable } from '../source-table.ts';
import type { Span } from './connection.ts';
import { type GroupId, parseGroupId } from './group-id.ts';

/** The job of opening a socket: its socket group, and how long name resolution took. */
export interface ConnectJob {
  readonly id: number;
  group: GroupId | null;
  dns: Span | null;
  /** It is connecting to a proxy: the socket that it opens now is not yet for its group. */
  towardsProxy: boolean;
  /** Its socket goes to a proxy, not to the host of its group. */
  proxied: boolean;
}

/**
 * CONNECT_JOB sources (and the newer *_STREAM_ATTEMPT). Name resolution and the group in the socket pool are logged on
 * this source, TCP and TLS on the source of the socket.
 */
export class ConnectJobs {
  readonly #jobs = new SourceTable<ConnectJob>((id) => ({
    id,
    group: null,
    dns: null,
    towardsProxy: false,
    proxied: false,
  }));
  readonly handlers: Handlers;

  constructor() {
    const alive: Handlers[string] = ({ phase, source }) => {
      if (phase === 'begin') this.#jobs.at(source);
      else this.#jobs.finish(source);
    };
    this.handlers = {
      CONNECT_JOB: alive,
      TCP_STREAM_ATTEMPT_ALIVE: alive,
      TLS_STREAM_ATTEMPT_ALIVE: alive,
      SOCKET_POOL_CONNECT_JOB_CREATED: ({ source, params }) => {
        this.#jobs.at(source).group = parseGroupId(asString(params.group_id) ?? '');
      },
      HTTP_PROXY_CONNECT_JOB_CONNECT: ({ source, phase }) => {
        const job = this.#jobs.at(source);
        job.towardsProxy = phase === 'begin';
        job.proxied = true;
      },
      HOST_RESOLVER_MANAGER_REQUEST: ({ source, phase, time }) => {
        const job = this.#jobs.get(source);
        if (job !== undefined)
          job.dns = phase === 'begin' ? { start: time, end: null } : ended(job.dns, time);
      },
    };
  }

  /** How many sources are held. */
  get size(): number {
    return this.#jobs.size;
  }

  at(id: number): ConnectJob {
    return this.#jobs.at(id);
  }

  get(id: number | null): ConnectJob | undefined {
    return this.#jobs.get(id);
  }
}

function ended(span: Span | null, end: EpochMs): Span | null {
  return span === null ? null : { start: span.start, end };
}
