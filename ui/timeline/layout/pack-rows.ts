/** A time during which an attempt occupies a sub-row. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

export interface Packed {
  /** The sub-row of each interval, in the order given. */
  readonly rows: Uint32Array;
  readonly count: number;
}

/**
 * Assigns intervals, sorted by start, to as few sub-rows as their overlaps allow, each to the first free one.
 * A tree of the rows' ends finds that row in logarithmic time, so that even thousands of simultaneous attempts
 * (a malicious file, a capture without connection ids) are packed quickly.
 */
export function pack(intervals: readonly Interval[]): Packed {
  const rows = new Uint32Array(intervals.length);
  let free = new FreeRows(8);
  let count = 0;
  intervals.forEach(({ start, end }, i) => {
    let row = free.first(start);
    if (row < 0) {
      free = free.grown();
      row = free.first(start);
    }
    free.take(row, end);
    rows[i] = row;
    count = Math.max(count, row + 1);
  });
  return { rows, count };
}

/** A binary tree with the least end below each node; its leaves are the rows. */
class FreeRows {
  readonly #size: number;
  readonly #least: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#least = new Float64Array(2 * size).fill(Number.NEGATIVE_INFINITY);
  }

  /** The first row that has ended by `start`, or -1. */
  first(start: number): number {
    if (this.#end(1) > start) return -1;
    let node = 1;
    while (node < this.#size) node = this.#end(2 * node) <= start ? 2 * node : 2 * node + 1;
    return node - this.#size;
  }

  take(row: number, end: number): void {
    let node = row + this.#size;
    this.#least[node] = end;
    while (node > 1) {
      node >>= 1;
      this.#least[node] = Math.min(this.#end(2 * node), this.#end(2 * node + 1));
    }
  }

  /** A copy with twice as many rows. */
  grown(): FreeRows {
    const twice = new FreeRows(2 * this.#size);
    for (let row = 0; row < this.#size; row++) twice.take(row, this.#end(this.#size + row));
    return twice;
  }

  #end(node: number): number {
    return this.#least[node] ?? Number.NEGATIVE_INFINITY;
  }
}
