import type { EpochMs } from '../../../src/model/capture.ts';
import type { ElsewhereEvidence } from '../../../src/model/evidence.ts';
import type { Origin } from '../../../src/model/origin.ts';
import type { Profile } from './profiles.ts';

interface SentRequest {
  readonly tabId: number;
  readonly profile: Profile;
  readonly address: string | null;
  readonly at: EpochMs;
}

const MAX_ORIGINS = 1_000;
/** The latest requests to an origin are enough to show that a connection may have been open already. */
const MAX_REQUESTS_OF_ORIGIN = 8;

/**
 * Which tabs recently sent a request to which origin. A connection belongs to a profile of the browser, not to a tab:
 * a connection that a tab finds open may have been opened by another tab, or by a service worker (tab -1).
 */
export class OtherTabs {
  readonly #requests = new Map<Origin, SentRequest[]>();

  note(origin: Origin, request: SentRequest): void {
    const requests = this.#requests.get(origin) ?? [];
    // Moved to the end, so that the first one is the least recently used.
    this.#requests.delete(origin);
    this.#requests.set(origin, [...requests.slice(1 - MAX_REQUESTS_OF_ORIGIN), request]);
    const oldest = this.#requests.size > MAX_ORIGINS ? this.#requests.keys().next().value : undefined;
    if (oldest !== undefined) this.#requests.delete(oldest);
  }

  forget(tabId: number): void {
    for (const [origin, requests] of this.#requests) {
      const others = requests.filter((request) => request.tabId !== tabId);
      if (others.length === 0) this.#requests.delete(origin);
      else if (others.length < requests.length) this.#requests.set(origin, others);
    }
  }

  /** The requests to `origin` from tabs of this profile other than `tabId`. */
  requestsTo(origin: Origin, tabId: number, profile: Profile | null): ElsewhereEvidence[] {
    const requests = this.#requests.get(origin) ?? [];
    return requests
      .filter((request) => request.tabId !== tabId && request.profile === profile)
      .map((request) => elsewhereEvidence(origin, request));
  }
}

export function elsewhereEvidence(
  origin: Origin,
  { address, at }: Pick<SentRequest, 'address' | 'at'>,
): ElsewhereEvidence {
  return { kind: 'elsewhere', origin, address, at };
}
