import type { EpochMs } from '../../../src/model/capture.ts';

/** The moment from which a tab's requests belong to the new page. */
export interface NavigationStart {
  readonly at: EpochMs;
  /** The URL that was requested first, before redirects. */
  readonly document: string;
}

interface MainRequest extends NavigationStart {
  readonly requestId: string;
  /** The URL after its redirects so far. */
  readonly url: string;
  shown: boolean;
}

/**
 * When each tab's navigations started. DevTools reports a navigation when the new page is there, 100 to 200 ms after
 * its first requests. The new page's requests therefore begin with the request for its document.
 */
export class Navigations {
  readonly #mainRequests = new Map<number, MainRequest>();
  readonly #lastStart = new Map<number, EpochMs>();

  /** Notes a request for the tab's main frame. Returns false when it continues a redirected one. */
  requested(tabId: number, requestId: string, url: string, at: EpochMs): boolean {
    const known = this.#mainRequests.get(tabId);
    const isRedirect = known?.requestId === requestId;
    if (isRedirect) this.#mainRequests.set(tabId, { ...known, url });
    else this.#mainRequests.set(tabId, { requestId, url, at, document: url, shown: false });
    return !isRedirect;
  }

  /**
   * The tab now shows `url`. Returns null when no request for it is known: a service worker answered it, the page was
   * prerendered, it came from the back/forward cache, or the worker was stopped in the meantime.
   */
  shown(tabId: number, url: string): NavigationStart | null {
    const main = this.#mainRequests.get(tabId);
    if (main === undefined || main.shown || !samePage(main.url, url)) return null;
    main.shown = true;
    this.#lastStart.set(tabId, main.at);
    return main;
  }

  /** The start that the page itself reports. A start in the future, or before the last navigation, is not accepted. */
  reported(tabId: number, url: string, startedAt: EpochMs | null, now: EpochMs): NavigationStart {
    const last = this.#lastStart.get(tabId) ?? 0;
    const at = startedAt !== null && startedAt > last && startedAt <= now ? startedAt : now;
    this.#lastStart.set(tabId, at);
    return { at, document: url };
  }

  forget(tabId: number): void {
    this.#mainRequests.delete(tabId);
    this.#lastStart.delete(tabId);
  }
}

function samePage(a: string, b: string): boolean {
  return a.split('#', 1)[0] === b.split('#', 1)[0];
}
