import type { WebRequestDetails, WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import {
  WebRequestTracker,
  type WebRequestTrackerState,
} from '../../src/sources/webrequest/web-request-tracker.ts';
import type { Hub } from './hub.ts';
import type { Saveable, Saver } from './saver.ts';
import type { Changes } from './stored-journal.ts';

/** An event of webRequest, with what the mapping to evidence does not look at. */
export interface SeenRequest extends WebRequestDetails {
  /** -1: no tab (a service worker, the browser itself). */
  readonly tabId: number;
  /** Chrome's: `prerender` for a page that no tab shows (yet). */
  readonly documentLifecycle?: string | undefined;
}

const KEY = 'open requests';

/** Follows the requests of all tabs; what is under way is stored, so that a new life of the worker goes on. */
export class Requests implements Saveable {
  readonly #saver: Saver;
  #tracker = WebRequestTracker.from();

  constructor(saver: Saver) {
    this.#saver = saver;
  }

  restore(items: Readonly<Record<string, unknown>>): void {
    this.#tracker = WebRequestTracker.from(items[KEY]);
  }

  seen(hub: Hub, event: WebRequestEvent, details: SeenRequest): void {
    const { tabId, type, requestId, url, timeStamp } = details;
    if (event === 'onResponseStarted' && details.fromCache !== true) {
      hub.tabs.answered(tabId, url, details.ip ?? null, timeStamp);
    }
    if (tabId < 0) return;
    const isMain = type === 'main_frame' && details.documentLifecycle !== 'prerender';
    if (isMain && event === 'onBeforeRequest') hub.mainRequest(tabId, requestId, url, timeStamp);
    if (isMain && event === 'onCompleted') hub.mainAnswered(tabId);
    hub.observe(tabId, this.#tracker.handle(event, details));
    this.#saver.request(this);
  }

  takeChanges(): Changes {
    const state: WebRequestTrackerState = this.#tracker.toJSON();
    return { set: { [KEY]: state }, remove: [] };
  }

  saved(): void {
    // Nobody waits for it.
  }

  notSaved(): void {
    // The tabs say so.
  }
}
