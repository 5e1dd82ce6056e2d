import type { EpochMs } from '../../../src/model/capture.ts';

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
   * The tab now shows `url`. Null without a request for it: a service worker answered, it was rendered ahead,
   * it came out of the back/forward cache, or the worker was stopped meanwhile.
   */
  shown(tabId: number, url: string): NavigationStart | null {
    const main = this.#main.get(tabId);
    if (main === undefined || main.seen || !samePage(main.url, url)) return null;
    main.seen = true;
    this.#lastCut.set(tabId, main.at);
    return main;
  }

  /** What the page itself says of when it began is believed within reason: not in the future, not long ago. */
  told(tabId: number, url: string, startedAt: EpochMs | null, now: EpochMs): NavigationStart {
    const last = this.#lastCut.get(tabId) ?? 0;
    const at = startedAt !== null && startedAt > last && startedAt <= now ? startedAt : now;
    this.#lastCut.set(tabId, at);
    return { at, document: url };
  }

  forget(tabId: number): void {
    this.#main.delete(tabId);
    this.#lastCut.delete(tabId);
  }
}

function samePage(a: string, b: string): boolean {
  return a.split('#', 1)[0] === b.split('#', 1)[0];
}
