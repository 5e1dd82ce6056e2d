import type { ConnectionId } from '../../model/capture.ts';
import type { Cost, CostMeasure } from '../analysis.ts';
import type { Loss } from './measures.ts';

/** Adds up the known values. */
class Sum {
  #known: number | null = null;
  #unknown = false;

  add(value: number | null): void {
    if (value === null) this.#unknown = true;
    else this.#known = (this.#known ?? 0) + value;
  }

  /** Null when all values are unknown; 0 when there are none. */
  get value(): number | null {
    return this.#known ?? (this.#unknown ? null : 0);
  }

  get isLowerBound(): boolean {
    return this.#unknown && this.#known !== null;
  }
}

/** What 421s cost together, as {@link Cost} defines it. All zero when there was none. */
export function costOf(losses: Iterable<Loss>): Cost {
  const sums = { ms: new Sum(), bytesSent: new Sum(), bytesReceived: new Sum(), connections: new Sum() };
  const setupMs = new Sum();
  const opened = new Set<ConnectionId>();
  let attempts = 0;
  for (const loss of losses) {
    attempts += 1;
    sums.ms.add(loss.ms);
    sums.bytesSent.add(loss.bytesSent);
    sums.bytesReceived.add(loss.bytesReceived);
    sums.connections.add(loss.opensConnection === null ? null : Number(loss.opensConnection));
    for (const connection of loss.opened) {
      // Several requests may have waited for one.
      if (opened.has(connection.id)) continue;
      opened.add(connection.id);
      setupMs.add(connection.setupMs);
    }
  }
  const { ms, bytesSent, bytesReceived, connections } = sums;
  const isUnknown = connections.value === null;
  return {
    attempts,
    ms: ms.value,
    bytesSent: bytesSent.value,
    bytesReceived: bytesReceived.value,
    connections: isUnknown ? null : [...opened],
    setupMs: isUnknown ? null : setupMs.value,
    atLeast: MEASURES.filter((measure) => {
      return measure === 'setupMs'
        ? setupMs.isLowerBound || connections.isLowerBound
        : sums[measure].isLowerBound;
    }),
  };
}

const MEASURES: readonly CostMeasure[] = ['ms', 'bytesSent', 'bytesReceived', 'connections', 'setupMs'];
