import type { EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { cutTexts } from '../../src/model/long-text.ts';
import { asArray, asObject, asString } from '../../src/sources/json.ts';
import type { WebRequestDetails, WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import {
  WebRequestTracker,
  type WebRequestTrackerState,
} from '../../src/sources/webrequest/web-request-tracker.ts';
import type { Saveable, Saver } from './journal/saver.ts';
import type { Changes } from './journal/stored-journal.ts';

/** An event of webRequest, with the fields that only the worker uses. */
export interface SeenRequest extends WebRequestDetails {
  /** -1 when no tab sent it (a service worker, the browser itself). */
  readonly tabId: number;
  /** Chrome only: `prerender` for a page that no tab shows yet. */
  readonly documentLifecycle?: string | undefined;
}

/** Receives what was observed. */
export interface RequestSink {
  readonly tabs: { answered(tabId: number, url: string, address: string | null, at: EpochMs): void };
  mainRequest(tabId: number, requestId: string, url: string, at: EpochMs): void;
  mainCompleted(tabId: number): void;
  observe(tabId: number, events: readonly Evidence[]): void;
}

const KEY = 'open requests';

/**
 * The error of a request that only the cache may answer (`only-if-cached`). DevTools sends one when it opens, to show
 * the source of the page. The page did not send it, and it never reaches the network.
 */
const ONLY_IF_CACHED = 'net::ERR_CACHE_MISS';

const MAX_HELD = 200;

interface StoredRequests extends WebRequestTrackerState {
  readonly held: readonly SeenRequest[];
}

/** Follows the requests of all tabs. Open requests are stored, so that a restarted worker continues with them. */
export class RequestTracker implements Saveable {
  readonly #saver: Saver;
  #tracker = WebRequestTracker.from();
  /** `onBeforeRequest` of requests of type `other`, held until it is clear that DevTools did not send them. */
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

  seen(hub: RequestSink, event: WebRequestEvent, seen: SeenRequest): void {
    const details = cutTexts(seen);
    const { tabId, type, requestId, url, timeStamp } = details;
    if (event === 'onResponseStarted' && details.fromCache !== true) {
      hub.tabs.answered(tabId, url, details.ip ?? null, timeStamp);
    }
    if (tabId < 0) return;
    const isMain = type === 'main_frame' && details.documentLifecycle !== 'prerender';
    if (isMain && event === 'onBeforeRequest') hub.mainRequest(tabId, requestId, url, timeStamp);
    if (isMain && event === 'onCompleted') hub.mainCompleted(tabId);
    this.#saver.request(this);
    if (event === 'onBeforeRequest' && type === 'other') {
      this.#held.set(requestId, details);
      // Bounded, because the end of a request may never be reported.
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

  /** The key of this request in the evidence; null while none was emitted for it. */
  keyOf(requestId: string): string | null {
    return this.#held.has(requestId) ? null : this.#tracker.keyOf(requestId);
  }

  takeChanges(): Changes {
    const state: StoredRequests = { ...this.#tracker.toJSON(), held: [...this.#held.values()] };
    return { set: { [KEY]: state }, remove: [] };
  }

  saved(): void {
    // Nothing waits for this.
  }

  notSaved(): void {
    // The captures of the tabs report it.
  }
}
