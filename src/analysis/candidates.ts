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
  /** The only one, null when there are several. */
  readonly only: ConnectionId | null;
}

const NONE: Candidates = { count: 0, only: null };

/** Looks among the connections to the same address that were usable before the lost time was over. */
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
  let count = 0;
  let only: ConnectionId | null = null;
  for (const candidate of index.byAddress.get(addressKey(remote)) ?? []) {
    if (usableFrom(candidate) > until) break;
    if (!couldCarry(candidate, lost) || differ(poolOf(candidate), own)) continue;
    count += 1;
    only = candidate.record.id;
  }
  return { count, only: count === 1 ? only : null };
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
