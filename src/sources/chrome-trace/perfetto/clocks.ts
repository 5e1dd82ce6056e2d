import type { EpochMs } from '../../../model/capture.ts';
import { CLOCK, CLOCKS } from './field-numbers.ts';
import type { ProtobufMessage } from './protobuf-message.ts';

/** `BuiltinClock`: the wall's, and the one that Chromium counts its ticks with. */
const REALTIME = 1n;
const MONOTONIC = 3n;
/** Clocks from 64 on belong to a sequence of packets. */
const FIRST_OF_SEQUENCE = 64n;

/** Nanoseconds of the monotonic clock. */
export type MonotonicNs = bigint;

interface SequenceClock {
  /** What the clock shows now, if each time is told as the distance from the one before. */
  readonly incremental: boolean;
  readonly multiplier: bigint;
  readonly base: bigint;
  readonly monotonic: MonotonicNs;
  last: bigint;
}

interface Shown {
  readonly id: bigint;
  readonly timestamp: bigint;
  readonly incremental: boolean;
  readonly multiplier: bigint;
}

/** The clocks of one sequence of packets, as its last snapshot tied them to the monotonic clock. */
export class SequenceClocks {
  readonly #clocks = new Map<bigint, SequenceClock>();

  snapshot(snapshot: ProtobufMessage): void {
    const shown = shownOf(snapshot);
    const monotonic = shown.find(({ id }) => id === MONOTONIC)?.timestamp;
    if (monotonic === undefined) return;
    for (const { id, timestamp, incremental, multiplier } of shown) {
      if (id < FIRST_OF_SEQUENCE) continue;
      this.#clocks.set(id, { incremental, multiplier, base: timestamp, monotonic, last: timestamp });
    }
  }

  /** Reads a time of clock `id`; an incremental clock moves on with each. Null for a clock that nothing ties. */
  read(id: bigint, timestamp: bigint): MonotonicNs | null {
    if (id === MONOTONIC) return timestamp;
    const clock = this.#clocks.get(id);
    if (clock === undefined) return null;
    clock.last = clock.incremental ? clock.last + timestamp : timestamp;
    return clock.monotonic + (clock.last - clock.base) * clock.multiplier;
  }
}

/** What the monotonic clock is in epoch time. The service that collects the trace looks at all clocks at once. */
export class WallClock {
  #offset: bigint | null = null;

  snapshot(snapshot: ProtobufMessage): void {
    if (this.#offset !== null) return;
    const shown = shownOf(snapshot);
    const wall = shown.find(({ id }) => id === REALTIME)?.timestamp;
    const monotonic = shown.find(({ id }) => id === MONOTONIC)?.timestamp;
    if (wall !== undefined && monotonic !== undefined) this.#offset = wall - monotonic;
  }

  /** Without a snapshot of the wall's clock it is the monotonic time: distances are right. */
  epochMs(at: MonotonicNs): EpochMs {
    return Number((at + (this.#offset ?? 0n)) / 1_000n) / 1_000;
  }
}

function shownOf(snapshot: ProtobufMessage): Shown[] {
  return snapshot.messages(CLOCKS.clocks).flatMap((clock) => {
    const id = clock.integer(CLOCK.id);
    const timestamp = clock.integer(CLOCK.timestamp);
    if (id === null || timestamp === null) return [];
    const multiplier = clock.integer(CLOCK.multiplier) ?? 1n;
    return [{ id, timestamp, incremental: clock.integer(CLOCK.incremental) === 1n, multiplier }];
  });
}
