import type { EpochMs } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { type ConnectionUse, usableFrom } from '../connections/connection-index.ts';

/** Finds which of a set of connections were open at a time, in logarithmic time. */
export class OpenConnections {
  readonly #uses: readonly ConnectionUse[];
  /** For each connection the latest closing among it and those before it, for a binary search. */
  readonly #latestClosing: EpochMs[] = [];
  readonly #closings: Float64Array;
  readonly #closedAt: (use: ConnectionUse) => EpochMs;

  /** `uses` in the order in which they became usable. */
  constructor(uses: readonly ConnectionUse[], closedAt = knownClosing) {
    this.#closedAt = closedAt;
    // A connection that was closed before it was usable (a log contradicts itself) carried nothing.
    this.#uses = uses.filter((use) => closedAt(use) >= usableFrom(use));
    this.#closings = Float64Array.from(this.#uses, closedAt).sort();
    let latest = Number.NEGATIVE_INFINITY;
    for (const use of this.#uses) {
      latest = Math.max(latest, closedAt(use));
      this.#latestClosing.push(latest);
    }
  }

  /** How many were usable by `until` and had not closed before `from`, which must not be later. */
  during(from: EpochMs, until: EpochMs): number {
    const { length } = this.#uses;
    const usable = firstIndex(length, (i) => usableAt(this.#uses[i]) > until);
    // Each that closed before `from` was usable by then.
    const closed = firstIndex(length, (i) => (this.#closings[i] ?? 0) >= from);
    return Math.max(0, usable - closed);
  }

  /** The one that has been usable longest of those that `fit` and had not closed before `from`. */
  first(from: EpochMs, fits: (use: ConnectionUse) => boolean): ConnectionUse | null {
    const { length } = this.#uses;
    for (let i = firstIndex(length, (at) => (this.#latestClosing[at] ?? 0) >= from); i < length; i += 1) {
      const use = this.#uses[i];
      if (use !== undefined && this.#closedAt(use) >= from && fits(use)) return use;
    }
    return null;
  }
}

/** When a source says that it was closed; infinite when none does. */
export function knownClosing({ record }: ConnectionUse): EpochMs {
  return record.closedAt ?? Number.POSITIVE_INFINITY;
}

function usableAt(use: ConnectionUse | undefined): EpochMs {
  return use === undefined ? Number.POSITIVE_INFINITY : usableFrom(use);
}
