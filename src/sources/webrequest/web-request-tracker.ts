import type { Evidence } from '../../model/evidence.ts';
import { asArray, asNumber, asObject, asString } from '../json.ts';
import type { WebRequestDetails, WebRequestEvent } from './events.ts';
import { webRequestEvidence } from './web-request-evidence.ts';

/** Plain JSON, for the storage that outlives the worker. */
export interface WebRequestTrackerState {
  /** Requests that have not ended, with how often each was redirected. */
  readonly open: readonly (readonly [requestId: string, redirects: number])[];
}

/** Requests that never end (long polls, lost events) must not add up. The older half goes. */
const MAX_OPEN = 5_000;

/**
 * Gives each redirect of a request a name of its own, `requestId.redirects`: webRequest tells them all under
 * one `requestId`. Holds what it needs for that and nothing else, and comes back from its JSON.
 */
export class WebRequestTracker {
  readonly #open: Map<string, number>;

  private constructor(open: Iterable<readonly [string, number]>) {
    this.#open = new Map(open);
  }

  /** A tracker that goes on where `state` was, or a new one when that is nothing that can be read. */
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
    // Not counted by `onBeforeRequest`: to a worker that is just waking, Chromium 156 can tell an answer before the
    // request it answers (seen in 2 of 12 stops).
    const redirects = this.#open.get(requestId) ?? 0;
    if (event === 'onCompleted' || event === 'onErrorOccurred') this.#open.delete(requestId);
    // The event of a redirect belongs to what is redirected; what comes next is where it goes to.
    else this.#keep(requestId, event === 'onBeforeRedirect' ? redirects + 1 : redirects);
    return webRequestEvidence(event, details, `${requestId}.${redirects}`);
  }

  /** The name of a request under way, null when it is not. */
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
