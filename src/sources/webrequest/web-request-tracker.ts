import type { Evidence } from '../../model/evidence.ts';
import { asArray, asNumber, asObject, asString } from '../json.ts';
import type { WebRequestDetails, WebRequestEvent } from './events.ts';
import { webRequestEvidence } from './web-request-evidence.ts';

/** Plain JSON, for storage that outlives the worker. */
export interface WebRequestTrackerState {
  /** Requests that have not ended, with how often each was redirected. */
  readonly open: readonly (readonly [requestId: string, redirects: number])[];
}

/** Requests that never end (long polls, lost events) must not accumulate. Above this, the older half is dropped. */
const MAX_OPEN = 5_000;

/**
 * Gives each redirect of a request its own key, `requestId.redirects`, because webRequest reports them all with the same
 * `requestId`. Holds only what it needs for that, and can be restored from its JSON.
 */
export class WebRequestTracker {
  readonly #open: Map<string, number>;

  private constructor(open: Iterable<readonly [string, number]>) {
    this.#open = new Map(open);
  }

  /** A tracker that continues from `state`, or a new one if the state cannot be read. */
  static from(state: unknown = null): WebRequestTracker {
    const open = (asArray(asObject(state)?.open) ?? []).flatMap((item): [string, number][] => {
      const [id, redirects] = asArray(item) ?? [];
      const known = [asString(id), asNumber(redirects)] as const;
      return known[0] === null || known[1] === null ? [] : [[known[0], known[1]]];
    });
    return new WebRequestTracker(open);
  }

  handle(event: WebRequestEvent, details: WebRequestDetails): Evidence[] {
    const { requestId } = details;
    // Not counted by `onBeforeRequest`: when a worker has just started, Chromium 156 can report a response before its
    // request (seen in 2 of 12 stops).
    const redirects = this.#open.get(requestId) ?? 0;
    if (event === 'onCompleted' || event === 'onErrorOccurred') this.#open.delete(requestId);
    // `onBeforeRedirect` belongs to the redirected request; the events after it belong to the redirect's target.
    else this.#keep(requestId, event === 'onBeforeRedirect' ? redirects + 1 : redirects);
    return webRequestEvidence(event, details, `${requestId}.${redirects}`);
  }

  /** The key of a request in progress; null for any other. */
  keyOf(requestId: string): string | null {
    const redirects = this.#open.get(requestId);
    return redirects === undefined ? null : `${requestId}.${redirects}`;
  }

  toJSON(): WebRequestTrackerState {
    return { open: [...this.#open] };
  }

  #keep(requestId: string, redirects: number): void {
    this.#open.set(requestId, redirects);
    if (this.#open.size <= MAX_OPEN) return;
    for (const id of [...this.#open.keys()].slice(0, MAX_OPEN / 2)) this.#open.delete(id);
  }
}
