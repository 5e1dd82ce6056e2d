import type { Millis } from '../../model/capture.ts';
import { addressKey, type ConnectionIndex, usableFrom } from '../connection-index.ts';
import type { Suspect } from './suspects.ts';

/** A set-up that is begun again costs about as much as the one that follows it. */
const AS_LONG = 0.9;

/**
 * Addresses where every new connection is begun twice, as where the server asks for a client certificate: Chromium
 * gives the first handshake up, chooses one and begins anew, and a HAR books the lost time as `stalled`, where a lost
 * 421 would stand. The first connection to an address gives it away, for there was nothing to be misdirected on. (In
 * runs against such a server 12 of 13 inferred 421s were none.)
 */
export class RestartedHandshakes {
  readonly #index: ConnectionIndex;
  readonly #addresses = new Set<string>();

  constructor(index: ConnectionIndex) {
    this.#index = index;
  }

  /** Whether that accounts for what a request lost; to be asked of all in the order of time. */
  accountsFor(suspect: Suspect): boolean {
    const { remote } = suspect.use.record;
    if (suspect.role !== 'opener' || remote === null || !costASetUp(suspect)) return false;
    const address = addressKey(remote);
    if (this.#isFirst(suspect, address)) this.#addresses.add(address);
    return this.#addresses.has(address);
  }

  #isFirst({ use, start, stall }: Suspect, address: string): boolean {
    const there = this.#index.byAddress.get(address) ?? [];
    return there.every((other) => other === use || usableFrom(other) > start + stall.time);
  }
}

function costASetUp({ request, stall }: Suspect): boolean {
  const { connect, tls } = request.attempts.at(-1)?.phases ?? { connect: null, tls: null };
  const setUp: Millis = (connect ?? 0) + (tls ?? 0);
  return setUp > 0 && stall.time >= AS_LONG * setUp;
}
