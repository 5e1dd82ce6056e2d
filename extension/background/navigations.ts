import type { EpochMs } from '../../src/model/capture.ts';

/** Where a tab's requests of the page before end and those of the new page begin. */
export interface NavigationStart {
  readonly at: EpochMs;
  /** What was asked for first, before redirects. */
  readonly document: string;
}

interface MainRequest extends NavigationStart {
  readonly requestId: string;
  /** Where its redirects have led. */
  readonly url: string;
  seen: boolean;
}

/**
 * When each tab's navigations began. DevTools tells of a navigation when the new page is there, some
 * 100 to 200 ms after its first requests; the main request itself is the place to cut.
 */
export class Navigations {
  readonly #main = new Map<number, MainRequest>();
  readonly #lastCut = new Map<number, EpochMs>();

  /** A request for the tab's main frame; false when it is where an earlier one was redirected to. */
  requested(tabId: number, requestId: string, url: string, at: EpochMs): boolean {
    const known = this.#main.get(tabId);
    const isRedirect = known?.requestId === requestId;
    if (isRedirect) this.#main.set(tabId, { ...known, url });
    else this.#main.set(tabId, { requestId, url, at, document: url, seen: false });
    return !isRedirect;
  }

  /**
   * The tab now shows `url`. Without a main request (a service worker answered, or the page came out of the
   * back/forward cache) `startedAt` is what the page itself says, which is believed within reason.
   */
  shown(tabId: number, url: string, startedAt: EpochMs | null, now: EpochMs): NavigationStart {
    const start = this.#startOf(tabId, url, startedAt, now);
    this.#lastCut.set(tabId, start.at);
    return start;
  }

  forget(tabId: number): void {
    this.#main.delete(tabId);
    this.#lastCut.delete(tabId);
  }

  #startOf(tabId: number, url: string, startedAt: EpochMs | null, now: EpochMs): NavigationStart {
    const main = this.#main.get(tabId);
    if (main !== undefined && !main.seen && samePage(main.url, url)) {
      main.seen = true;
      return main;
    }
    const last = this.#lastCut.get(tabId) ?? 0;
    const believable = startedAt !== null && startedAt > last && startedAt <= now;
    return { at: believable ? startedAt : now, document: url };
  }
}

function samePage(a: string, b: string): boolean {
  return a.split('#', 1)[0] === b.split('#', 1)[0];
}
