import type { EpochMs, Millis } from '../../model/capture.ts';

export interface Stalled {
  readonly at: EpochMs;
  readonly stalled: Millis;
}

/**
 * A binary tree over stalls in order of time, with the longest stall and the latest end below each node: thousands
 * of requests at one moment can each ask for the longest among all of them.
 */
export class StallTree {
  readonly #size: number;
  readonly #longest: Float64Array;
  readonly #latest: Float64Array;

  constructor(stalls: readonly Stalled[]) {
    let size = 1;
    while (size < stalls.length) size *= 2;
    this.#size = size;
    this.#longest = new Float64Array(2 * size);
    this.#latest = new Float64Array(2 * size).fill(Number.NEGATIVE_INFINITY);
    stalls.forEach(({ at, stalled }, i) => {
      this.#longest[size + i] = stalled;
      this.#latest[size + i] = at + stalled;
    });
    for (let node = size - 1; node >= 1; node -= 1) {
      this.#longest[node] = Math.max(this.#longestBelow(2 * node), this.#longestBelow(2 * node + 1));
      this.#latest[node] = Math.max(this.#latestBelow(2 * node), this.#latestBelow(2 * node + 1));
    }
  }

  /** The longest of the stalls `from` to `to` (not included) that lasted until `end` or longer; 0 without any. */
  longest(from: number, to: number, end: EpochMs): Millis {
    return this.#search({ from, to, end }, 1, 0, this.#size, 0);
  }

  /** `node` covers the stalls `low` to `high` (not included); those shorter than `best` are skipped. */
  #search(
    sought: { readonly from: number; readonly to: number; readonly end: EpochMs },
    node: number,
    low: number,
    high: number,
    best: Millis,
  ): Millis {
    if (high <= sought.from || low >= sought.to) return best;
    if (this.#longestBelow(node) <= best || this.#latestBelow(node) < sought.end) return best;
    if (node >= this.#size) return this.#longestBelow(node);
    const middle = (low + high) / 2;
    const right = this.#search(sought, 2 * node + 1, middle, high, best);
    return this.#search(sought, 2 * node, low, middle, right);
  }

  #longestBelow(node: number): Millis {
    return this.#longest[node] ?? 0;
  }

  #latestBelow(node: number): EpochMs {
    return this.#latest[node] ?? Number.NEGATIVE_INFINITY;
  }
}
