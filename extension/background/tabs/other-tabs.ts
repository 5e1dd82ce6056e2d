import type { EpochMs } from '../../../src/model/capture.ts';
import type { ElsewhereEvidence } from '../../../src/model/evidence.ts';
import type { Origin } from '../../../src/model/origin.ts';
import type { Profile } from './profiles.ts';

interface Visit {
  readonly tabId: number;
  readonly profile: Profile;
  readonly address: string | null;
  readonly at: EpochMs;
}

const MAX_ORIGINS = 1_000;
/** Of each origin the latest are enough to say that a connection may have been open already. */
const MAX_VISITS = 8;

/**
 * Which tabs lately sent a request to which origin. A connection belongs to a profile of the browser, not to a tab:
 * one that a tab finds open may have been opened by another, or by a service worker (tab -1).
 */
export class OtherTabs {
  readonly #visits = new Map<Origin, Visit[]>();

  note(origin: Origin, visit: Visit): void {
    const visits = this.#visits.get(origin) ?? [];
    // Moved to the end, so that the first one is the least recently used.
    this.#visits.delete(origin);
    this.#visits.set(origin, [...visits.slice(1 - MAX_VISITS), visit]);
    const oldest = this.#visits.size > MAX_ORIGINS ? this.#visits.keys().next().value : undefined;
    if (oldest !== undefined) this.#visits.delete(oldest);
  }

  forget(tabId: number): void {
    for (const [origin, visits] of this.#visits) {
      const others = visits.filter((visit) => visit.tabId !== tabId);
      if (others.length === 0) this.#visits.delete(origin);
      else if (others.length < visits.length) this.#visits.set(origin, others);
    }
  }

  /** What tabs of this profile other than this one sent to `origin`. */
  of(origin: Origin, tabId: number, profile: Profile | null): ElsewhereEvidence[] {
    const visits = this.#visits.get(origin) ?? [];
    return visits
      .filter((visit) => visit.tabId !== tabId && visit.profile === profile)
      .map((visit) => elsewhereEvidence(origin, visit));
  }
}

export function elsewhereEvidence(
  origin: Origin,
  { address, at }: Pick<Visit, 'address' | 'at'>,
): ElsewhereEvidence {
  return { kind: 'elsewhere', origin, address, at };
}
