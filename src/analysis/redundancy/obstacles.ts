import type { Capture, ConnectionRecord } from '../../model/capture.ts';
import { hostOf, type Origin, originParts } from '../../model/origin.ts';
import { certificateCovers } from '../certificate-names.ts';
import { isProxied } from '../coalescing.ts';

/** What kept a connection from carrying requests for another origin, whenever it was open. */
export type Obstacle = 'CERT' | 'IP' | 'CRED' | 'PARTITION' | 'PROXY' | 'CLIENT-CERT' | 'PROTOCOL';

/** What somebody wants to send, and where and how it is sent when nothing is shared; null where that is not known. */
export interface Wanted
  extends Pick<
    ConnectionRecord,
    'remote' | 'privacyMode' | 'partition' | 'proxy' | 'protocol' | 'clientCertificate'
  > {
  readonly origin: Origin;
  /** What its host was seen to resolve to; empty when no source tells. */
  readonly addresses: readonly string[];
}

/** What a connection was opened for, as it was sent there; null when that is not known. */
export function wantedBy(record: ConnectionRecord, { resolutions }: Capture): Wanted | null {
  const { openedFor: origin, remote, privacyMode, partition, proxy, protocol, clientCertificate } = record;
  if (origin === null) return null;
  const addresses = resolutions.get(hostOf(origin) ?? '') ?? [];
  return { origin, remote, privacyMode, partition, proxy, protocol, clientCertificate, addresses };
}

/**
 * Why `open` could not carry what is wanted, by the rules that browsers keep (RFC 9113 section 9.1.1; Fetch,
 * "connections"; Chromium's `SpdySessionKey` and `SpdySession::CanPool`). Empty when nothing kept it from that; null
 * when a fact is missing without which that cannot be told.
 */
export function obstaclesBetween(open: ConnectionRecord, wanted: Wanted): readonly Obstacle[] | null {
  if (open.openedFor === null) return null;
  const name = nameObstacle(open, wanted);
  const way = wayObstacle(open, wanted);
  if (name === null || way === null) return null;
  const obstacles = [...name, ...way];
  if (differ(open.privacyMode, wanted.privacyMode)) obstacles.push('CRED');
  if (differ(open.partition, wanted.partition)) obstacles.push('PARTITION');
  // Neither shows a certificate to another host (`SpdySession::CanPool`), nor does a host that wants one do without.
  const shown = open.clientCertificate === true || wanted.clientCertificate === true;
  if (shown && open.openedFor !== wanted.origin) obstacles.push('CLIENT-CERT');
  if (differ(open.protocol, wanted.protocol)) obstacles.push('PROTOCOL');
  return obstacles;
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** A connection can carry what it was opened for, and what its certificate names. */
function nameObstacle({ openedFor, certificate }: ConnectionRecord, { origin }: Wanted): Obstacle[] | null {
  if (openedFor === origin) return [];
  const host = hostOf(origin);
  if (host === null || certificate === null) return null;
  return certificateCovers(certificate, host) ? [] : ['CERT'];
}

/**
 * Both must lead to the same place: to the same address and port, or through the same proxies to the same host.
 * Behind a proxy the address is the proxy's, and Chromium pools by address only where there is none.
 */
function wayObstacle({ openedFor, remote, proxy }: ConnectionRecord, wanted: Wanted): Obstacle[] | null {
  const isOwn = openedFor === wanted.origin;
  if (isProxied(proxy) || isProxied(wanted.proxy)) return proxy === wanted.proxy && isOwn ? [] : ['PROXY'];
  if (isOwn) return [];
  const port = wanted.remote?.port ?? originParts(wanted.origin)?.port;
  if (remote === null || remote.port !== port) return null;
  const addresses = [...wanted.addresses, ...(wanted.remote === null ? [] : [wanted.remote.address])];
  if (addresses.length === 0) return null;
  return addresses.includes(remote.address) ? [] : ['IP'];
}
