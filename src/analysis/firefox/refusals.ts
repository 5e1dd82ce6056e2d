import type { RequestId } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import type { Discarded } from './discarded.ts';

/** What became of the requests of one origin that were sent on connections of others. */
interface Counts {
  /** Answered, and not sent again. */
  served: number;
  /** Sent again, on whichever connection the first attempt was. */
  discarded: number;
  /** Sent again because of a 421: the page saw the second one. */
  visible: number;
}

/** How a request was sent again. */
export interface Resending {
  readonly id: RequestId;
  readonly origin: Origin;
  readonly discarded: Discarded;
  /** On a new connection that was not used afterwards. After a 421 Firefox does so; after a 408 it takes any connection. */
  readonly apart: boolean;
}

export interface Verdict {
  readonly misdirected: boolean;
  readonly confidence: number;
}

/**
 * How often a discarded response that is taken for a 421 was one, in 191 random runs of Firefox 153 (seeds 1 to 1127).
 * The others were 408s.
 */
const CONFIDENCE = {
  /** Sent again apart, and no other request of the origin was answered on a shared connection: 778 of 784. */
  refusesAll: 0.99,
  /** The same, but fewer were answered on shared connections than sent again: 108 of 111. */
  refusesMost: 0.97,
  /** None was answered on a shared connection, but it was not sent again apart: 64 of 85 (also of seeds 2001 to 2340). */
  notApart: 0.75,
} as const;

/** That a request was sent twice is certain: one of 829 was not. */
const SENT_TWICE = 0.99;

/**
 * Whether discarded responses were 421s or 408s. A host refuses all shared connections or none, while a 408 comes now
 * and then; so an origin whose requests are otherwise answered on shared connections did not refuse one of them.
 */
export class Refusals {
  readonly #counts = new Map<Origin, Counts>();
  readonly #resendings = new Map<RequestId, Resending>();

  /** A request of this origin was answered on a connection that was opened for another. */
  served(origin: Origin): void {
    this.#of(origin).served += 1;
  }

  discarded(resending: Resending): void {
    const counts = this.#of(resending.origin);
    counts.discarded += 1;
    if (resending.discarded.visible) counts.visible += 1;
    this.#resendings.set(resending.id, resending);
  }

  /** Whether more of an origin's requests were sent again so far than were answered on shared connections. */
  refuses(origin: Origin): boolean {
    const { served, discarded } = this.#of(origin);
    return discarded > served;
  }

  /** The connection on which a request was sent again was used afterwards. */
  outlived(id: RequestId): void {
    const resending = this.#resendings.get(id);
    if (resending !== undefined) this.#resendings.set(id, { ...resending, apart: false });
  }

  verdicts(): Map<RequestId, Verdict> {
    return new Map(Array.from(this.#resendings, ([id, one]) => [id, verdictOn(one, this.#of(one.origin))]));
  }

  #of(origin: Origin): Counts {
    const counts = this.#counts.get(origin) ?? { served: 0, discarded: 0, visible: 0 };
    this.#counts.set(origin, counts);
    return counts;
  }
}

function verdictOn(
  { discarded: { visible }, apart }: Resending,
  { served, discarded, visible: seen }: Counts,
): Verdict {
  if (visible) return { misdirected: true, confidence: 1 };
  const confidence = refusal();
  return { misdirected: confidence !== null, confidence: confidence ?? SENT_TWICE };

  function refusal(): number | null {
    if (served === 0) return apart ? CONFIDENCE.refusesAll : CONFIDENCE.notApart;
    if (!apart) return null;
    return seen > 0 || served < discarded ? CONFIDENCE.refusesMost : null;
  }
}
