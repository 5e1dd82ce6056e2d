import type { Evidence } from '../../../src/model/evidence.ts';
import { type Origin, originOf } from '../../../src/model/origin.ts';

/** A few requests show that other tabs use an origin. A busy tab must not fill the capture of this one. */
const MAX_FROM_OTHER_TABS = 500;

/** The origins that a tab has sent requests to. Requests from other tabs matter only for these. */
export class TabOrigins {
  /** What other tabs have sent to an origin so far. */
  readonly #sentByOtherTabs: (origin: Origin) => readonly Evidence[];
  readonly #origins = new Set<Origin>();
  #left = MAX_FROM_OTHER_TABS;

  constructor(sentByOtherTabs: (origin: Origin) => readonly Evidence[]) {
    this.#sentByOtherTabs = sentByOtherTabs;
  }

  /** Adds the origins of these events. Returns what other tabs have sent to the new ones. */
  add(events: readonly Evidence[]): Evidence[] {
    const fromOtherTabs: Evidence[] = [];
    for (const event of events) {
      const origin = event.kind === 'request' ? originOf(event.url) : null;
      if (origin === null || this.#origins.has(origin)) continue;
      this.#origins.add(origin);
      fromOtherTabs.push(...this.#sentByOtherTabs(origin));
    }
    return fromOtherTabs;
  }

  /** Whether to record one more request that another tab sent to `origin`. */
  accepts(origin: Origin): boolean {
    if (!this.#origins.has(origin) || this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  clear(): void {
    this.#origins.clear();
    this.#left = MAX_FROM_OTHER_TABS;
  }
}
