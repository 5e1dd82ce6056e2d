import type { EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { asArray, asObject, asString } from '../../src/sources/json.ts';
import type { WebRequestDetails, WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import {
  WebRequestTracker,
  type WebRequestTrackerState,
} from '../../src/sources/webrequest/web-request-tracker.ts';
import type { Saveable, Saver } from './journal/saver.ts';
import type { Changes } from './journal/stored-journal.ts';

/** An event of webRequest, with what the mapping to evidence does not look at. */
export interface SeenRequest extends WebRequestDetails {
  /** -1: no tab (a service worker, the browser itself). */
  readonly tabId: number;
  /** Chrome's: `prerender` for a page that no tab shows (yet). */
  readonly documentLifecycle?: string | undefined;
}

/** Who is told of what was seen. */
export interface RequestSink {
  readonly tabs: { answered(tabId: number, url: string, address: string | null, at: EpochMs): void };
  mainRequest(tabId: number, requestId: string, url: string, at: EpochMs): void;
  mainAnswered(tabId: number): void;
  observe(tabId: number, events: readonly Evidence[]): void;
}

const KEY = 'open requests';

/**
 * How a request ends that was to be answered from the cache alone. DevTools makes one when it opens, to show
 * the page's source; it is not the page's, and never reaches the network.
 */
const ONLY_IF_CACHED = 'net::ERR_CACHE_MISS';

const MAX_HELD = 200;

interface StoredRequests extends WebRequestTrackerState {
  readonly held: readonly SeenRequest[];
}

/** Follows the requests of all tabs; what is under way is stored, so that a new life of the worker goes on. */
export class Requests implements Saveable {
  readonly #saver: Saver;
  #tracker = WebRequestTracker.from();
  /** The start of requests of no named type, until it shows that they are not DevTools' own. */
  readonly #held = new Map<string, SeenRequest>();

  constructor(saver: Saver) {
    this.#saver = saver;
  }

  restore(items: Readonly<Record<string, unknown>>): void {
    this.#tracker = WebRequestTracker.from(items[KEY]);
    for (const held of asArray(asObject(items[KEY])?.held) ?? []) {
      const requestId = asString(asObject(held)?.requestId);
      if (requestId !== null) this.#held.set(requestId, held as SeenRequest);
    }
  }

  seen(hub: RequestSink, event: WebRequestEvent, details: SeenRequest): void {
    const { tabId, type, requestId, url, timeStamp } = details;
    if (event === 'onResponseStarted' && details.fromCache !== true) {
      hub.tabs.answered(tabId, url, details.ip ?? null, timeStamp);
    }
    if (tabId < 0) return;
    const isMain = type === 'main_frame' && details.documentLifecycle !== 'prerender';
    if (isMain && event === 'onBeforeRequest') hub.mainRequest(tabId, requestId, url, timeStamp);
    if (isMain && event === 'onCompleted') hub.mainAnswered(tabId);
    this.#saver.request(this);
    if (event === 'onBeforeRequest' && type === 'other') {
      this.#held.set(requestId, details);
      // Lost events must not add up.
      const oldest = this.#held.size > MAX_HELD ? this.#held.keys().next().value : undefined;
      if (oldest !== undefined) this.#held.delete(oldest);
      return;
    }
    const start = this.#held.get(requestId);
    this.#held.delete(requestId);
    if (start !== undefined && details.error === ONLY_IF_CACHED) return;
    const before = start === undefined ? [] : this.#tracker.handle('onBeforeRequest', start);
    hub.observe(tabId, [...before, ...this.#tracker.handle(event, details)]);
  }

  /** The name by which evidence of this request goes now; null until it was told of. */
  keyOf(requestId: string): string | null {
    return this.#held.has(requestId) ? null : this.#tracker.keyOf(requestId);
  }

  takeChanges(): Changes {
    const state: StoredRequests = { ...this.#tracker.toJSON(), held: [...this.#held.values()] };
    return { set: { [KEY]: state }, remove: [] };
  }

  saved(): void {
    // Nobody waits for it.
  }

  notSaved(): void {
    // The tabs say so.
  }
}
