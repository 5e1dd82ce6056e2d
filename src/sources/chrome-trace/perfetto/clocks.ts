import type { EpochMs } from '../../../model/capture.ts';
import { CLOCK, CLOCKS } from './field-numbers.ts';
import type { ProtobufMessage } from './protobuf-message.ts';

/** `BuiltinClock`: the wall clock, and the monotonic clock of Chromium's ticks. */
const REALTIME = 1n;
const MONOTONIC = 3n;
/** Clock ids from 64 on belong to one sequence of packets. */
const FIRST_OF_SEQUENCE = 64n;

/** Nanoseconds of the monotonic clock. */
export type MonotonicNs = bigint;

interface SequenceClock {
  /** Each timestamp is the distance from the one before. */
  readonly incremental: boolean;
  readonly multiplier: bigint;
  readonly base: bigint;
  readonly monotonic: MonotonicNs;
  last: bigint;
}

/** The reading of one clock in a snapshot. */
interface ClockReading {
  readonly id: bigint;
  readonly timestamp: bigint;
  readonly incremental: boolean;
  readonly multiplier: bigint;
}

/** The clocks of one sequence of packets, converted to the monotonic clock by the last snapshot. */
export class SequenceClocks {
  readonly #clocks = new Map<bigint, SequenceClock>();

  snapshot(snapshot: ProtobufMessage): void {
    const readings = readingsOf(snapshot);
    const monotonic = readings.find(({ id }) => id === MONOTONIC)?.timestamp;
    if (monotonic === undefined) return;
    for (const { id, timestamp, incremental, multiplier } of readings) {
      if (id < FIRST_OF_SEQUENCE) continue;
      this.#clocks.set(id, { incremental, multiplier, base: timestamp, monotonic, last: timestamp });
    }
  }

  /** Converts a time of clock `id`. Each call advances an incremental clock. Null for a clock without a snapshot. */
  read(id: bigint, timestamp: bigint): MonotonicNs | null {
    if (id === MONOTONIC) return timestamp;
    const clock = this.#clocks.get(id);
    if (clock === undefined) return null;
    clock.last = clock.incremental ? clock.last + timestamp : timestamp;
    return clock.monotonic + (clock.last - clock.base) * clock.multiplier;
  }
}

/** Converts monotonic to epoch time, by a snapshot in which the tracing service read all clocks at once. */
export class WallClock {
  #offset: bigint | null = null;

  snapshot(snapshot: ProtobufMessage): void {
    if (this.#offset !== null) return;
    const readings = readingsOf(snapshot);
    const wall = readings.find(({ id }) => id === REALTIME)?.timestamp;
    const monotonic = readings.find(({ id }) => id === MONOTONIC)?.timestamp;
    if (wall !== undefined && monotonic !== undefined) this.#offset = wall - monotonic;
  }

  /** Without a snapshot of the wall clock the result is monotonic time, in which only differences are correct. */
  epochMs(at: MonotonicNs): EpochMs {
    return Number((at + (this.#offset ?? 0n)) / 1_000n) / 1_000;
  }
}

function readingsOf(snapshot: ProtobufMessage): ClockReading[] {
  return snapshot.messages(CLOCKS.clocks).flatMap((clock) => {
    const id = clock.integer(CLOCK.id);
    const timestamp = clock.integer(CLOCK.timestamp);
    if (id === null || timestamp === null) return [];
    const multiplier = clock.integer(CLOCK.multiplier) ?? 1n;
    return [{ id, timestamp, incremental: clock.integer(CLOCK.incremental) === 1n, multiplier }];
  });
}
