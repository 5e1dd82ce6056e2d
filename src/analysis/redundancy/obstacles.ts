import type { ConnectionRecord } from '../../model/capture.ts';
import { hostOf } from '../../model/origin.ts';
import { certificateCovers } from '../certificate-names.ts';
import { isProxied } from '../coalescing.ts';

/** What kept a connection from carrying requests for another origin, whenever it was open. */
export type Obstacle = 'CERT' | 'IP' | 'CRED' | 'PARTITION' | 'PROXY' | 'PROTOCOL';

/** The other origin, as the connection that was opened for it shows it. */
export interface Wanted {
  readonly record: ConnectionRecord;
  /** What its host was seen to resolve to; empty when no source tells. */
  readonly addresses: readonly string[];
}

/**
 * Why `open` could not carry what `wanted` was opened for, by the rules that browsers keep (RFC 9113 section 9.1.1;
 * Fetch, "connections"; Chromium's `SpdySessionKey` and `SpdySession::CanPool`). Empty when nothing kept it from
 * that; null when a fact is missing without which that cannot be told.
 */
export function obstaclesBetween(open: ConnectionRecord, wanted: Wanted): readonly Obstacle[] | null {
  const other = wanted.record;
  if (open.openedFor === null || other.openedFor === null) return null;
  const name = nameObstacle(open, other);
  const way = wayObstacle(open, wanted);
  if (name === null || way === null) return null;
  const obstacles = [...name, ...way];
  if (differ(open.privacyMode, other.privacyMode)) obstacles.push('CRED');
  if (differ(open.partition, other.partition)) obstacles.push('PARTITION');
  if (open.protocol !== other.protocol) obstacles.push('PROTOCOL');
  return obstacles;
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** A connection can carry what it was opened for, and what its certificate names. */
function nameObstacle(open: ConnectionRecord, other: ConnectionRecord): Obstacle[] | null {
  if (open.openedFor === other.openedFor) return [];
  const host = other.openedFor === null ? null : hostOf(other.openedFor);
  if (host === null || open.certificate === null) return null;
  return certificateCovers(open.certificate, host) ? [] : ['CERT'];
}

/**
 * Both must lead to the same place: to the same address and port, or through the same proxies to the same host.
 * Behind a proxy the address is the proxy's, and Chromium pools by address only where there is none.
 */
function wayObstacle(open: ConnectionRecord, { record: other, addresses }: Wanted): Obstacle[] | null {
  if (isProxied(open.proxy) || isProxied(other.proxy)) {
    return open.proxy === other.proxy && open.openedFor === other.openedFor ? [] : ['PROXY'];
  }
  if (open.openedFor === other.openedFor) return [];
  if (open.remote === null || other.remote === null || open.remote.port !== other.remote.port) return null;
  const { address } = open.remote;
  return address === other.remote.address || addresses.includes(address) ? [] : ['IP'];
}
