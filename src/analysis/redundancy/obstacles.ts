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
  /** The origin's. */
  readonly host: string | null;
  /** What its host was seen to resolve to; empty when no source tells. */
  readonly addresses: readonly string[];
}

/** What a connection was opened for, as it was sent there; null when that is not known. */
export function wantedBy(record: ConnectionRecord, { resolutions }: Capture): Wanted | null {
  const { openedFor: origin, remote, privacyMode, partition, proxy, protocol, clientCertificate } = record;
  if (origin === null) return null;
  const host = hostOf(origin);
  const addresses = resolutions.get(host ?? '') ?? [];
  return { origin, host, remote, privacyMode, partition, proxy, protocol, clientCertificate, addresses };
}

/** One thing that an open connection and what is wanted must agree in. */
type Rule = (open: ConnectionRecord, wanted: Wanted) => Obstacle | 'none' | 'unknown';

/** What browsers look at (RFC 9113 section 9.1.1; Fetch, "connections"; Chromium's `SpdySession::CanPool`). */
const RULES: readonly Rule[] = [name, way, credentials, partition, clientCertificate, protocol];

/**
 * Why `open` could not carry what is wanted. Empty when nothing kept it from that; null when a fact is missing without
 * which that cannot be told.
 */
export function obstaclesBetween(open: ConnectionRecord, wanted: Wanted): readonly Obstacle[] | null {
  if (open.openedFor === null) return null;
  const obstacles: Obstacle[] = [];
  for (const rule of RULES) {
    const found = rule(open, wanted);
    if (found === 'unknown') return null;
    if (found !== 'none') obstacles.push(found);
  }
  return obstacles;
}

/** Nothing kept `open` from it, as far as everything that counts is known. */
export function couldCarry(open: ConnectionRecord, wanted: Wanted): boolean {
  return open.openedFor !== null && RULES.every((rule) => rule(open, wanted) === 'none');
}

/** The only such thing; null when there are several, or it cannot be told. */
export function onlyObstacle(open: ConnectionRecord, wanted: Wanted): Obstacle | 'none' | null {
  if (open.openedFor === null) return null;
  let only: Obstacle | 'none' = 'none';
  for (const rule of RULES) {
    const found = rule(open, wanted);
    if (found === 'none') continue;
    if (found === 'unknown' || only !== 'none') return null;
    only = found;
  }
  return only;
}

/** A connection can carry what it was opened for, and what its certificate names. */
function name({ openedFor, certificate }: ConnectionRecord, { origin, host }: Wanted): ReturnType<Rule> {
  if (openedFor === origin) return 'none';
  if (host === null || certificate === null) return 'unknown';
  return certificateCovers(certificate, host) ? 'none' : 'CERT';
}

/**
 * Both must lead to the same place: to the same address and port, or through the same proxies to the same host.
 * Behind a proxy the address is the proxy's, and Chromium pools by address only where there is none.
 */
function way({ openedFor, remote, proxy }: ConnectionRecord, wanted: Wanted): ReturnType<Rule> {
  const isOwn = openedFor === wanted.origin;
  if (isProxied(proxy) || isProxied(wanted.proxy)) {
    return proxy === wanted.proxy && isOwn ? 'none' : 'PROXY';
  }
  if (isOwn) return 'none';
  const port = wanted.remote?.port ?? originParts(wanted.origin)?.port;
  if (remote === null || remote.port !== port) return 'unknown';
  if (wanted.remote === null && wanted.addresses.length === 0) return 'unknown';
  const { address } = remote;
  return address === wanted.remote?.address || wanted.addresses.includes(address) ? 'none' : 'IP';
}

function credentials(open: ConnectionRecord, wanted: Wanted): ReturnType<Rule> {
  return differ(open.privacyMode, wanted.privacyMode) ? 'CRED' : 'none';
}

function partition(open: ConnectionRecord, wanted: Wanted): ReturnType<Rule> {
  return differ(open.partition, wanted.partition) ? 'PARTITION' : 'none';
}

/** No browser shows a certificate to another host, nor does a host that wants one do without. */
function clientCertificate(open: ConnectionRecord, wanted: Wanted): ReturnType<Rule> {
  const isShown = open.clientCertificate === true || wanted.clientCertificate === true;
  return isShown && open.openedFor !== wanted.origin ? 'CLIENT-CERT' : 'none';
}

function protocol(open: ConnectionRecord, wanted: Wanted): ReturnType<Rule> {
  return differ(open.protocol, wanted.protocol) ? 'PROTOCOL' : 'none';
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}
