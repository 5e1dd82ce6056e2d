import type { ConnectionId } from '../model/capture.ts';
import { hostOf, type Origin } from '../model/origin.ts';
import { certificateCovers } from './certificate-names.ts';
import { isProxied } from './coalescing.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse } from './connection-index.ts';
import { OpenConnections } from './open-connections.ts';
import type { Pool } from './pools.ts';
import type { Suspect } from './suspects.ts';

/** Connections that could have carried a lost first attempt. */
export interface Candidates {
  readonly count: number;
  /** The one that did: the only one, or the one that Chromium takes among several; null when that is not known. */
  readonly chosen: ConnectionId | null;
}

const NONE: Candidates = { count: 0, chosen: null };

/**
 * Looks among the connections to the same address that were usable before the lost time was over. Requests of
 * one origin and pool have the same ones to choose from: these are sought once, and time picks among them.
 *
 * Of several in one pool Chromium takes the one it has had longest (pool-order.test.ts: 44 of 44 choices). So the first
 * in order is known to be it where it certainly is in the request's pool and shows that its certificate is for
 * more hosts than one of the request's domain.
 */
export class CandidateFinder {
  readonly #index: ConnectionIndex;
  readonly #pools: ReadonlyMap<ConnectionId, Pool>;
  readonly #choices = new Map<string, OpenConnections>();

  constructor(index: ConnectionIndex, pools: ReadonlyMap<ConnectionId, Pool>) {
    this.#index = index;
    this.#pools = pools;
  }

  for({ request: { origin }, use, start, stall }: Suspect): Candidates {
    // What ended well on a connection was served there; evidence that says otherwise contradicts itself.
    if (origin === null || !use.served.has(origin)) return NONE;
    const { count, first } = this.#choiceOf(origin, use).during(start, start + stall.time);
    const host = hostOf(origin);
    if (first === null || host === null) return NONE;
    const own = this.#poolOf(use);
    const inPool = own === 'credentials' && this.#poolOf(first) === own;
    const known = count === 1 || (inPool && coversDomainOf(host, first));
    return { count, chosen: known ? first.record.id : null };
  }

  #choiceOf(origin: Origin, own: ConnectionUse): OpenConnections {
    const { remote, privacyMode, partition } = own.record;
    const address = remote === null ? '' : addressKey(remote);
    const pool = this.#poolOf(own);
    const key = JSON.stringify([address, origin, privacyMode, partition, pool]);
    let choice = this.#choices.get(key);
    if (choice === undefined) {
      const there = this.#index.byAddress.get(address) ?? [];
      choice = new OpenConnections(
        there.filter((use) => couldCarry(use, origin, own) && !differ(this.#poolOf(use), pool)),
      );
      this.#choices.set(key, choice);
    }
    return choice;
  }

  #poolOf(use: ConnectionUse): Pool | null {
    return this.#pools.get(use.record.id) ?? null;
  }
}

/** Its certificate is known to name the host, or it carried several hosts of the host's domain. */
function coversDomainOf(host: string, { record, origins }: ConnectionUse): boolean {
  if (record.certificate !== null) return certificateCovers(record.certificate, host);
  const siblings = [...origins]
    .map(hostOf)
    .filter((name) => name !== null && parentOf(name) === parentOf(host));
  return new Set(siblings).size > 1;
}

/** What a wildcard for this host would stand for the rest of (RFC 6125 section 6.4.3). */
function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}

/** What Chromium asks for before it shares (`SpdySessionKey`, `SpdySession::CanPool`), as far as it is known. */
function couldCarry({ record, served }: ConnectionUse, origin: Origin, own: ConnectionUse): boolean {
  if (record.openedFor === origin) return false;
  // An origin that is served there is not misdirected there: the connection belongs to another pool.
  if (served.has(origin) || record.protocol === 'http/1.1' || isProxied(record.proxy)) return false;
  if (differ(record.privacyMode, own.record.privacyMode)) return false;
  if (differ(record.partition, own.record.partition)) return false;
  if (record.certificate === null) return true;
  const host = hostOf(origin);
  return host !== null && certificateCovers(record.certificate, host);
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}
