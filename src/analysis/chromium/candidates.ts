import type { ConnectionId, EpochMs, Protocol, Remote } from '../../model/capture.ts';
import { hostOf } from '../../model/origin.ts';
import { DEVTOOLS_AND_NETWORK } from '../clock-slack.ts';
import { certificateCovers } from '../connections/certificate-names.ts';
import {
  addressKey,
  type ConnectionIndex,
  type ConnectionUse,
  usableFrom,
} from '../connections/connection-index.ts';
import { isPreflight } from '../requests/preflight.ts';
import type { Pool } from './credential-pools.ts';
import { GroupsByName } from './groups-by-name.ts';
import {
  type InterchangeableConnections,
  interchangeableConnections,
} from './interchangeable-connections.ts';
import { replacedConnections } from './replaced-connections.ts';
import type { Suspect } from './suspects.ts';

/** Connections that could have carried a lost first attempt. */
export interface Candidates {
  readonly count: number;
  /** The one that did: the only one, or the one that Chromium takes among several; null when that is unknown. */
  readonly chosen: ConnectionId | null;
}

const NONE: Candidates = { count: 0, chosen: null };

/**
 * Searches the connections to the same address that were usable before the lost time was over. They are sorted once
 * into groups of interchangeable ones; within a group, origin and time decide.
 *
 * Of several in one pool Chromium takes the one it has had longest (pool-order.test.ts: 44 of 44 choices). So the first
 * in order is known to be the one, where it certainly is in the request's pool and its certificate is known to cover
 * the host or several hosts of its domain.
 */
export class CandidateFinder {
  readonly #index: ConnectionIndex;
  readonly #pools: ReadonlyMap<ConnectionId, Pool>;
  readonly #replaced: ReadonlyMap<ConnectionUse, EpochMs>;
  readonly #groups = new Map<string, GroupsByName<InterchangeableConnections>>();

  constructor(index: ConnectionIndex, pools: ReadonlyMap<ConnectionId, Pool>) {
    this.#index = index;
    this.#pools = pools;
    this.#replaced = replacedConnections(index);
  }

  for({ request, use, start, stall, role }: Suspect): Candidates {
    const { origin } = request;
    const preflight = isPreflight(request);
    const openedAfter = role === 'opener' || role === 'follower';
    const host = origin === null ? null : hostOf(origin);
    // A request that ended well on a connection was served there; evidence that says otherwise contradicts itself.
    if (origin === null || host === null || !use.served.has(origin)) return NONE;
    const pool = this.#poolOf(use);
    // Chromium takes an alternative only if it is open already; it races against one that is being opened.
    const alternative = role === 'past-alternative';
    const until = start + (alternative ? DEVTOOLS_AND_NETWORK : stall.time);
    let count = 0;
    let likely = 0;
    const protocols = new Set<Protocol | null>();
    let first: ConnectionUse | null = null;
    for (const group of this.#groupsAt(use.record.remote).for(host)) {
      if (alternative && group.protocol !== 'h3') continue;
      if (openedAfter && group.areNotOlderThan(use.record)) continue;
      if (!group.couldPool(use.record, pool)) continue;
      if (preflight && !group.isWithoutCredentials) continue;
      const open = group.openFor(origin, start, until);
      count += open.count;
      likely += open.likely;
      if (open.likely > 0) protocols.add(group.protocol);
      if (open.first !== null && (first === null || usableFrom(open.first) < usableFrom(first))) {
        first = open.first;
      }
    }
    if (count === 0) return NONE;
    // Which of two protocols is tried first depends on what was offered, and when.
    if (first === null || protocols.size > 1) return { count, chosen: null };
    const inPool = pool === 'credentials' && this.#poolOf(first) === pool;
    const known = likely === 1 || (inPool && coversDomainOf(host, first));
    return { count, chosen: known ? first.record.id : null };
  }

  #groupsAt(remote: Remote | null): GroupsByName<InterchangeableConnections> {
    const address = remote === null ? '' : addressKey(remote);
    let groups = this.#groups.get(address);
    if (groups === undefined) {
      const there = this.#index.byAddress.get(address) ?? [];
      groups = new GroupsByName(
        interchangeableConnections(there, (use) => this.#poolOf(use), this.#replaced),
      );
      this.#groups.set(address, groups);
    }
    return groups;
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

/** The domain that a wildcard for this host would cover (RFC 6125 section 6.4.3). */
function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}
