import type { AttemptRecord, EpochMs, Header, Millis, Phases, Restart } from '../../../model/capture.ts';
import { type Connection, lengthOf } from '../connections/connection.ts';
import type { Http2Session } from '../connections/http2-sessions.ts';
import type { QuicSession } from '../connections/quic-sessions.ts';
import type { Socket } from '../connections/sockets.ts';
import type { StreamJob } from '../connections/stream-jobs.ts';

/**
 * One attempt to send a request, from the request for a stream (HTTP_STREAM_REQUEST) to the end of the response. The time
 * before sending is in its phases. Its connection is known from its job once that is bound, for QUIC from the session.
 */
export class Attempt {
  readonly askedAt: EpochMs;
  readonly askedOrdinal: number;
  job: StreamJob | null = null;
  session: Http2Session | null = null;
  quic: QuicSession | null = null;
  stream: number | null = null;
  /** For HTTP/1.1 with the newer stream pool, where the attempt has no job that names the socket. */
  socket: Socket | null = null;
  /** The target of the request, to distinguish it from others on the same session (headers.ts). */
  target: string | null = null;
  status: number | null = null;
  bodySent: number | null = null;
  /** Only for a 421. The headers of the last response are on the request. */
  answerHeaders: readonly Header[] | null = null;
  error: string | null = null;
  restart: Restart | null = null;
  sentAt: EpochMs | null = null;
  sentEnd: EpochMs | null = null;
  answeredAt: EpochMs | null = null;
  endedAt: EpochMs | null = null;

  constructor(askedAt: EpochMs, askedOrdinal: number) {
    this.askedAt = askedAt;
    this.askedOrdinal = askedOrdinal;
  }

  get connection(): Connection | null {
    const { job } = this;
    const own = this.quic ?? this.session?.connection ?? this.socket;
    return own ?? job?.quic ?? job?.session?.connection ?? job?.socket ?? null;
  }

  facts(): Partial<AttemptRecord> {
    const reused = this.#reused();
    return {
      connection: this.connection?.id ?? null,
      stream: this.stream,
      status: this.status,
      error: this.error,
      startedAt: this.sentAt ?? this.askedAt,
      endedAt: this.endedAt,
      reused,
      restart: this.restart,
      bodySent: this.bodySent,
      answerHeaders: this.answerHeaders,
      phases: this.sentAt === null ? null : this.#phases(this.sentAt, reused),
    };
  }

  /** Whether the connection was usable before this attempt asked for one. */
  #reused(): boolean | null {
    const { connection } = this;
    if (connection === null) return null;
    return connection.readyOrdinal === null ? null : connection.readyOrdinal < this.askedOrdinal;
  }

  #phases(sentAt: EpochMs, reused: boolean | null): Phases {
    const connection = reused === false ? this.connection : null;
    const dns = this.#within(connection?.dns ?? null);
    const connect = this.#within(connection?.connect ?? null);
    const tls = this.#within(connection?.tls ?? null);
    const busy = [dns, connect, tls].reduce<Millis>((sum, phase) => sum + (phase ?? 0), 0);
    const { sentEnd, answeredAt, endedAt } = this;
    return {
      queued: null,
      stalled: Math.max(0, sentAt - this.askedAt - busy),
      proxy: null,
      dns,
      connect,
      tls,
      send: sentEnd === null ? null : sentEnd - sentAt,
      wait: sentEnd === null || answeredAt === null ? null : answeredAt - sentEnd,
      receive: answeredAt === null || endedAt === null ? null : endedAt - answeredAt,
    };
  }

  /** How long this attempt waited for a part of the setup, which may have started before the attempt. */
  #within(span: Connection['dns']): Millis | null {
    if (span === null || span.end === null || span.end < this.askedAt) return null;
    return lengthOf({ start: Math.max(span.start, this.askedAt), end: span.end });
  }
}
