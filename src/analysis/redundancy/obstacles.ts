import type { Capture, ConnectionRecord } from '../../model/capture.ts';
import { isLogged } from '../../model/evidence-sources.ts';
import { hostOf, type Origin, originParts } from '../../model/origin.ts';
import {
  type Agreement,
  compareCredentials,
  comparePartitions,
  compareProxies,
  isProxied,
  type PoolFacts,
} from '../../model/pool.ts';
import { certificateCovers } from '../connections/certificate-names.ts';

/** What kept a connection from carrying requests for another origin, whenever it was open. */
export type Obstacle = 'CERT' | 'IP' | 'CRED' | 'PARTITION' | 'PROXY' | 'CLIENT-CERT' | 'PROTOCOL';

/** An origin's requests, and how they are sent when no connection is shared; null where unknown. */
export interface Wanted
  extends PoolFacts,
    Pick<ConnectionRecord, 'remote' | 'protocol' | 'clientCertificate'> {
  readonly origin: Origin;
  /** The origin's. */
  readonly host: string | null;
  /** The addresses that its host was seen to resolve to; empty if no source states them. */
  readonly addresses: readonly string[];
}

/** The origin that a connection was opened for, as it was sent there; null if unknown. */
export function wantedBy(record: ConnectionRecord, capture: Capture): Wanted | null {
  return record.openedFor === null ? null : wantedLike(record, record.openedFor, capture);
}

/** The same for an origin that was sent on a connection, whichever origin the connection was opened for. */
export function wantedLike(record: ConnectionRecord, origin: Origin, { resolutions }: Capture): Wanted {
  const { remote, privacyMode, credentials, partition, proxy, protocol, clientCertificate, sources } = record;
  const pool = { privacyMode, credentials, partition, proxy, sources };
  const host = hostOf(origin);
  const addresses = resolutions.get(host ?? '') ?? [];
  return { origin, host, remote, ...pool, protocol, clientCertificate, addresses };
}

/**
 * Whether one rule kept two apart. `likely-…` is the likeliest answer if the sources do not say; `unknown` if neither
 * answer is likelier.
 */
type Answer = 'no' | 'yes' | 'likely-no' | 'likely-yes' | 'unknown';

/** One property in which an open connection and the wanted origin must agree. */
interface Rule {
  readonly by: Obstacle;
  readonly keepsApart: (open: ConnectionRecord, wanted: Wanted) => Answer;
}

/** Most connections of a page are in one pool, so that is the likeliest answer if no source says. */
const ANSWERS: Readonly<Record<Agreement, Answer>> = { same: 'no', different: 'yes', unknown: 'likely-no' };

/** The checks of browsers (RFC 9113 section 9.1.1; Fetch, "connections"; Chromium's `SpdySession::CanPool`). */
const RULES: readonly Rule[] = [
  { by: 'CERT', keepsApart: name },
  { by: 'PROXY', keepsApart: proxy },
  { by: 'IP', keepsApart: address },
  { by: 'CRED', keepsApart: (open, wanted) => ANSWERS[compareCredentials(open, wanted)] },
  { by: 'PARTITION', keepsApart: (open, wanted) => ANSWERS[comparePartitions(open, wanted)] },
  { by: 'CLIENT-CERT', keepsApart: clientCertificate },
  { by: 'PROTOCOL', keepsApart: (open, wanted) => differ(open.protocol, wanted.protocol) },
];

/**
 * Every obstacle that certainly kept `open` from carrying the wanted origin, and every possible one; null if all are possible.
 * @param enough the search ends when more than this number are certain
 */
export function obstaclesBetween(
  open: ConnectionRecord,
  wanted: Wanted,
  enough = RULES.length,
): { readonly by: readonly Obstacle[]; readonly possible: readonly Obstacle[] } | null {
  if (open.openedFor === null) return null;
  const by: Obstacle[] = [];
  const possible: Obstacle[] = [];
  for (const rule of RULES) {
    const answer = rule.keepsApart(open, wanted);
    if (answer === 'yes') by.push(rule.by);
    else if (answer !== 'no') possible.push(rule.by);
    if (by.length > enough) break;
  }
  return { by, possible };
}

/** Whether `open` could have carried it, as far as is known. */
export function couldCarry(open: ConnectionRecord, wanted: Wanted): boolean {
  if (open.openedFor === null) return false;
  return RULES.every(({ keepsApart }) => {
    const answer = keepsApart(open, wanted);
    return answer === 'no' || answer === 'likely-no';
  });
}

/** The only obstacle, by the likeliest answers; null if there are several or it is unknown. */
export function onlyObstacle(open: ConnectionRecord, wanted: Wanted): Obstacle | 'none' | null {
  if (open.openedFor === null) return null;
  let only: Obstacle | 'none' = 'none';
  for (const { by, keepsApart } of RULES) {
    const answer = keepsApart(open, wanted);
    if (answer === 'no' || answer === 'likely-no') continue;
    if (answer === 'unknown' || only !== 'none') return null;
    only = by;
  }
  return only;
}

/** A connection can carry the origin it was opened for and the hosts that its certificate names. */
function name({ openedFor, certificate }: ConnectionRecord, { origin, host }: Wanted): Answer {
  if (openedFor === origin) return 'no';
  if (host === null || certificate === null) return 'unknown';
  return certificateCovers(certificate, host) ? 'no' : 'yes';
}

/** A tunnel through proxies leads to one host, and Chromium pools by address only where there is none. */
function proxy(open: ConnectionRecord, wanted: Wanted): Answer {
  const proxies = compareProxies(open, wanted);
  if (!isProxied(open.proxy) && !isProxied(wanted.proxy)) return ANSWERS[proxies];
  if (proxies === 'unknown') return 'likely-yes';
  return proxies === 'same' && open.openedFor === wanted.origin ? 'no' : 'yes';
}

/** Both must lead to the same address and port. Behind a proxy the address is the proxy's, so it is no evidence. */
function address({ openedFor, remote, proxy: through }: ConnectionRecord, wanted: Wanted): Answer {
  if (openedFor === wanted.origin || isProxied(through) || isProxied(wanted.proxy)) return 'no';
  const port = wanted.remote?.port ?? originParts(wanted.origin)?.port;
  if (remote === null || remote.port !== port) return 'unknown';
  if (remote.address === wanted.remote?.address || wanted.addresses.includes(remote.address)) return 'no';
  if (wanted.addresses.length === 0 && wanted.remote === null) return 'unknown';
  // Without the log it may also resolve to addresses that were not used.
  return isLogged(wanted) ? 'yes' : 'likely-yes';
}

/** No browser sends a client certificate to another host, and a host that requires one does not accept requests without. */
function clientCertificate(open: ConnectionRecord, wanted: Wanted): Answer {
  if (open.openedFor === wanted.origin) return 'no';
  if (open.clientCertificate === true || wanted.clientCertificate === true) return 'yes';
  return isLogged(wanted) && isLogged(open) ? 'no' : 'likely-no';
}

function differ<T>(a: T | null, b: T | null): Answer {
  if (a === null || b === null) return 'likely-no';
  return a === b ? 'no' : 'yes';
}
