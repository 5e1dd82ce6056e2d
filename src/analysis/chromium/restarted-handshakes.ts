import type { Millis } from '../../model/capture.ts';
import { addressKey, type ConnectionIndex, usableFrom } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** A handshake that is restarted costs about as much as the one that follows it. */
const AS_LONG = 0.9;

/**
 * Addresses where Chromium starts every handshake twice, for example because the server asks for a client certificate:
 * Chromium gives up the first handshake, chooses a certificate and starts again. A HAR records the lost time as
 * `stalled`, where the time of a hidden 421 would be. The first connection to an address shows it, because no other
 * connection could have been misdirected there. (In runs against such a server 12 of 13 inferred 421s were wrong.)
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
    return other === undefined || usableFrom(other) > start + stall.time;
  }
}

function costAHandshake({ request, stall }: Suspect): boolean {
  const { connect, tls } = request.attempts.at(-1)?.phases ?? { connect: null, tls: null };
  const handshake: Millis = (connect ?? 0) + (tls ?? 0);
  return handshake > 0 && stall.time >= AS_LONG * handshake;
}
