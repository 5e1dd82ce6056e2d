import type { Origin } from '../../model/origin.ts';
import type { ConnectionUse } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/**
 * A connection that no request waited for, to an origin that other connections were opened for after a 421: the request
 * that ordered it got another one that had become free. In 267 runs like pages of the web (seeds 6001 to 6267): 25 : 1.
 */
const ORDERED_BY_ANOTHER = 0.92;

/** The requests that are inferred to have been re-sent, and what follows from them for others. */
export class InferredOpeners {
  readonly #ofUse = new Map<ConnectionUse, number>();
  /** The highest confidence for each origin. */
  readonly #ofOrigin = new Map<Origin, number>();

  /** A request that is inferred to have been re-sent. */
  add({ role, use, request: { origin } }: Suspect, confidence: number): void {
    if (role !== 'opener' || origin === null) return;
    this.#ofUse.set(use, confidence);
    this.#ofOrigin.set(origin, Math.max(confidence, this.#ofOrigin.get(origin) ?? 0));
  }

  /** The confidence that the connection of this request was opened because of a 421; 0 when nothing shows that. */
  of({ role, use, request: { origin } }: Suspect): number {
    if (origin === null) return 0;
    if (use.opener === null && role === 'again')
      return ORDERED_BY_ANOTHER * (this.#ofOrigin.get(origin) ?? 0);
    return (use.opener ?? use.first)?.origin === origin ? (this.#ofUse.get(use) ?? 0) : 0;
  }
}
