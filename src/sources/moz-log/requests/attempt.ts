import type { AttemptRecord, EpochMs, Header, Millis, Phases, Restart } from '../../../model/capture.ts';
import { setupTime } from '../../../model/phases.ts';
import { NO_PHASES } from '../../setup-phases.ts';
import type { Connection } from '../connections/connection.ts';
import { STEP } from './status-codes.ts';

/** When a transaction reached each step (`OnTransportStatus`) after it asked for a connection. */
export class TransportSteps {
  readonly askedAt: EpochMs | null;
  readonly askedOrdinal: number;
  readonly #first = new Map<string, EpochMs>();

  constructor(askedAt: EpochMs | null, askedOrdinal: number) {
    this.askedAt = askedAt;
    this.askedOrdinal = askedOrdinal;
  }

  note(step: string, time: EpochMs | null): void {
    if (time !== null && !this.#first.has(step)) this.#first.set(step, time);
  }

  at(step: string): EpochMs | null {
    return this.#first.get(step) ?? null;
  }

  between(from: string, to: string): Millis | null {
    return span(this.at(from), this.at(to));
  }

  setUp(): Record<'dns' | 'connect' | 'tls', Millis | null> {
    return {
      dns: this.between(STEP.resolving, STEP.resolved),
      connect: this.between(STEP.connecting, STEP.connected),
      tls: this.between(STEP.tlsStarting, STEP.tlsEnded),
    };
  }
}

/** One sending of a request. */
export class Attempt {
  readonly index: number;
  readonly connection: Connection | null;
  readonly startedAt: EpochMs | null;
  readonly #steps: TransportSteps;
  /** False when it waited for its connection to be set up. */
  readonly reused: boolean | null;
  stream: number | null = null;
  status: number | null = null;
  error: string | null = null;
  restart: Restart | null = null;
  /** The response headers of a 421. */
  answerHeaders: readonly Header[] | null = null;
  /** When everything was sent, as far as is known so far. */
  sentAt: EpochMs | null = null;
  answeredAt: EpochMs | null = null;
  /** The time of the last message about it. */
  lastAt: EpochMs | null = null;
  endedAt: EpochMs | null = null;

  constructor(
    index: number,
    connection: Connection | null,
    startedAt: EpochMs | null,
    steps: TransportSteps,
  ) {
    this.index = index;
    this.connection = connection;
    this.startedAt = startedAt;
    this.lastAt = startedAt;
    this.#steps = steps;
    const ready = connection?.readyOrdinal ?? null;
    this.reused = connection === null ? null : ready !== null && ready < steps.askedOrdinal;
  }

  facts(): Partial<AttemptRecord> {
    return {
      connection: this.connection?.id ?? null,
      stream: this.stream,
      status: this.status,
      error: this.error,
      startedAt: this.startedAt,
      endedAt: this.endedAt,
      reused: this.reused,
      restart: this.restart,
      answerHeaders: this.answerHeaders,
      phases: this.startedAt === null ? null : this.#phases(),
    };
  }

  #phases(): Phases {
    const setUp = this.reused === false ? this.#steps.setUp() : { dns: null, connect: null, tls: null };
    const busy = setupTime(setUp);
    const before = span(this.#steps.askedAt, this.startedAt);
    return {
      ...NO_PHASES,
      ...setUp,
      stalled: before === null ? null : Math.max(0, before - busy),
      send: span(this.startedAt, this.sentAt),
      wait: span(this.sentAt, this.answeredAt),
      receive: span(this.answeredAt, this.endedAt),
    };
  }
}

function span(from: EpochMs | null, to: EpochMs | null): Millis | null {
  return from === null || to === null ? null : Math.max(0, to - from);
}
