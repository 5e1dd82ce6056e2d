import type { Origin } from '../../model/origin.ts';
import type { ConnectionUse } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** How an origin's connections were opened, which shows whether it refuses requests on a shared one. */
interface Openings {
  readonly lost: number;
  readonly quick: number;
  /** The highest confidence among the lost ones. */
  readonly confidence: number;
}

const NONE: Openings = { lost: 0, quick: 0, confidence: 0 };

/** The requests that are inferred to have been re-sent, and what follows from them for others. */
export class InferredOpeners {
  readonly #ofUse = new Map<ConnectionUse, number>();
  readonly #ofOrigin = new Map<Origin, Openings>();

  /** A request that is inferred to have been re-sent. */
  add({ role, use, request: { origin } }: Suspect, confidence: number): void {
    if (role === 'past-alternative' || origin === null) return;
    this.#ofUse.set(use, confidence);
    const { lost, quick, confidence: surest } = this.#openingsOf(origin);
    this.#ofOrigin.set(origin, { lost: lost + 1, quick, confidence: Math.max(surest, confidence) });
  }

  /** A request that opened a connection immediately, although a shared one could have carried it. */
  addQuick({ request: { origin } }: Suspect): void {
    if (origin === null) return;
    const openings = this.#openingsOf(origin);
    this.#ofOrigin.set(origin, { ...openings, quick: openings.quick + 1 });
  }

  /** The confidence of the request that this one would have followed; 0 when there was none. */
  of({ role, use, request: { origin } }: Suspect): number {
    if (origin === null) return 0;
    // An origin with HTTP/1.1 is misdirected each time that a shared connection is tried first.
    if (role === 'again') return this.#openingsOf(origin).confidence;
    return (use.opener ?? use.first)?.origin === origin ? (this.#ofUse.get(use) ?? 0) : 0;
  }

  /** More of the origin's connections were opened without a lost round trip than with one. */
  outvoted({ request: { origin } }: Suspect): boolean {
    const { lost, quick } = origin === null ? NONE : this.#openingsOf(origin);
    return quick > lost;
  }

  #openingsOf(origin: Origin): Openings {
    return this.#ofOrigin.get(origin) ?? NONE;
  }
}
