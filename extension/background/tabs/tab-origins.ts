import type { Evidence } from '../../../src/model/evidence.ts';
import { type Origin, originOf } from '../../../src/model/origin.ts';

/** That other tabs use an origin is known after a few; a busy tab must not fill this one's capture. */
const MAX_ELSEWHERE = 500;

/** The origins that a tab talks to: what other tabs send to these is of interest. */
export class TabOrigins {
  /** What other tabs sent to an origin so far. */
  readonly #sentElsewhere: (origin: Origin) => readonly Evidence[];
  readonly #origins = new Set<Origin>();
  #left = MAX_ELSEWHERE;

  constructor(sentElsewhere: (origin: Origin) => readonly Evidence[]) {
    this.#sentElsewhere = sentElsewhere;
  }

  /** Learns the origins; answers what other tabs did with those that are new. */
  meet(events: readonly Evidence[]): Evidence[] {
    const elsewhere: Evidence[] = [];
    for (const event of events) {
      const origin = event.kind === 'request' ? originOf(event.url) : null;
      if (origin === null || this.#origins.has(origin)) continue;
      this.#origins.add(origin);
      elsewhere.push(...this.#sentElsewhere(origin));
    }
    return elsewhere;
  }

  /** Whether to take up one more of another tab's requests. */
  wants(origin: Origin): boolean {
    if (!this.#origins.has(origin) || this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  forget(): void {
    this.#origins.clear();
    this.#left = MAX_ELSEWHERE;
  }
}
