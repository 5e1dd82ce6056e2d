import type { Millis } from '../../model/capture.ts';
import { firstIndexIn } from '../../model/first-index.ts';

/**
 * Counts the stalls of a given length within a stretch of a list, without reading each of them (a merge sort tree): level
 * n holds the list in sorted blocks of 2^n, and a stretch consists of two blocks of each level at most.
 */
export class StallCounts {
  readonly #levels: readonly Float64Array[];

  constructor(stalls: readonly Millis[]) {
    const levels = [Float64Array.from(stalls)];
    for (let block = 2; block < 2 * stalls.length; block *= 2) {
      const level = Float64Array.from(levels.at(-1) ?? []);
      for (let at = 0; at < level.length; at += block) level.subarray(at, at + block).sort();
      levels.push(level);
    }
    this.#levels = levels;
  }

  /** How many of the stalls `from` to `to` (not included) are at least as long. */
  atLeast(least: Millis, from: number, to: number): number {
    let count = 0;
    let low = from;
    let high = to;
    let block = 1;
    for (const level of this.#levels) {
      if (low >= high) break;
      if (low % (2 * block) !== 0) {
        count += countIn(level.subarray(low, low + block), least);
        low += block;
      }
      if (low < high && high % (2 * block) !== 0) {
        const begin = high - (high % block === 0 ? block : high % block);
        count += countIn(level.subarray(begin, high), least);
        high = begin;
      }
      block *= 2;
    }
    return count;
  }
}

function countIn(sorted: Float64Array, least: Millis): number {
  return sorted.length - firstIndexIn(sorted, (stalled) => stalled >= least);
}
