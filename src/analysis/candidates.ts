import type { ConnectionId } from '../model/capture.ts';
import { hostOf } from '../model/origin.ts';
import { certificateCovers } from './certificate-names.ts';
import { isProxied } from './coalescing.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse, usableFrom } from './connection-index.ts';
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
 * Looks among the connections to the same address that were usable before the lost time was over.
 *
 * Of several in one pool Chromium takes the one it has had longest (pool-order.test.ts: 44 of 44 choices). So the first
 * in order is known to be it where it certainly is in the request's pool and shows that its certificate is for
 * more hosts than one of the request's domain.
 */
export function candidatesFor(
  lost: Suspect,
  index: ConnectionIndex,
  pools: ReadonlyMap<ConnectionId, Pool>,
): Candidates {
  const { remote } = lost.use.record;
  if (remote === null || lost.request.origin === null) return NONE;
  const poolOf = (use: ConnectionUse): Pool | null => pools.get(use.record.id) ?? null;
  const own = poolOf(lost.use);
  const until = lost.start + lost.stall.time;
  const host = hostOf(lost.request.origin);
  let count = 0;
  let chosen: ConnectionId | null = null;
  let first: ConnectionUse | null = null;
  for (const candidate of index.byAddress.get(addressKey(remote)) ?? []) {
    if (usableFrom(candidate) > until) break;
    if (!couldCarry(candidate, lost) || differ(poolOf(candidate), own)) continue;
    count += 1;
    first ??= candidate;
  }
  if (first === null || host === null) return NONE;
  const inPool = own === 'credentials' && poolOf(first) === own;
  if (count === 1 || (inPool && coversDomainOf(host, first))) chosen = first.record.id;
  return { count, chosen };
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
function couldCarry(candidate: ConnectionUse, { request, use, start }: Suspect): boolean {
  const { record } = candidate;
  const { origin } = request;
  if (candidate === use || origin === null || record.openedFor === origin) return false;
  // An origin that is served there is not misdirected there: the connection belongs to another pool.
  if (candidate.served.has(origin) || record.protocol === 'http/1.1' || isProxied(record.proxy)) return false;
  if (record.closedAt !== null && record.closedAt < start) return false;
  if (differ(record.privacyMode, use.record.privacyMode)) return false;
  if (differ(record.partition, use.record.partition)) return false;
  const host = hostOf(origin);
  return record.certificate === null || (host !== null && certificateCovers(record.certificate, host));
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}
