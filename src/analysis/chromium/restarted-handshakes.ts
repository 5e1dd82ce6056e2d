import type { Millis, RequestRecord } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import {
  addressKey,
  type ConnectionIndex,
  type ConnectionUse,
  usableFrom,
} from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** A handshake that is restarted costs about as much as the one that follows it. */
const AS_LONG = 0.9;
/** A shorter stall holds no handshake. */
const MUCH_SHORTER = 0.5;

/**
 * Addresses where Chromium starts every handshake twice, for example because the server asks for a client certificate:
 * Chromium gives up the first handshake, chooses a certificate and starts again. A HAR records the lost time as
 * `stalled`, where the time of a hidden 421 would be. The first connection to an address shows it, because no other
 * connection could have been misdirected there. (In runs against such a server 12 of 13 inferred 421s were wrong.) It
 * may also have stalled by chance: another origin whose first connection there was opened at once shows that.
 */
export class RestartedHandshakes {
  readonly #index: ConnectionIndex;
  readonly #addresses = new Set<string>();

  constructor(index: ConnectionIndex) {
    this.#index = index;
  }

  /** Whether that explains the time a request lost. Call it for all suspects in order of time. */
  explains(suspect: Suspect): boolean {
    const { remote } = suspect.use.record;
    if (suspect.role !== 'opener' || remote === null || !costAHandshake(suspect)) return false;
    const address = addressKey(remote);
    if (this.#isFirst(suspect, address)) this.#addresses.add(address);
    return this.#addresses.has(address);
  }

  #isFirst({ use, start, stall }: Suspect, address: string): boolean {
    const there = this.#index.byAddress.get(address) ?? [];
    // They are in order of their usability.
    const other = there.find((one) => one !== use);
    if (other !== undefined && usableFrom(other) <= start + stall.time) return false;
    return !firstOfTheirOrigins(there).some(costLittle);
  }
}

function costAHandshake({ request, stall }: Suspect): boolean {
  const { connect, tls } = request.attempts.at(-1)?.phases ?? { connect: null, tls: null };
  const handshake: Millis = (connect ?? 0) + (tls ?? 0);
  return handshake > 0 && stall.time >= AS_LONG * handshake;
}

/** The requests that opened each origin's first connection: for later ones Chromium remembers the certificate. */
function firstOfTheirOrigins(connections: readonly ConnectionUse[]): RequestRecord[] {
  const first = new Map<Origin | null, RequestRecord>();
  for (const { opener } of connections) {
    if (opener !== null && !first.has(opener.origin)) first.set(opener.origin, opener);
  }
  return [...first.values()];
}

function costLittle({ attempts }: RequestRecord): boolean {
  const { stalled, connect, tls } = attempts.at(-1)?.phases ?? { stalled: null, connect: null, tls: null };
  const handshake: Millis = (connect ?? 0) + (tls ?? 0);
  return stalled !== null && handshake > 0 && stalled < MUCH_SHORTER * handshake;
}
