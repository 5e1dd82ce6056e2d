import type { ConnectionRecord } from './capture.ts';
import { isLogged } from './evidence-sources.ts';

/**
 * Browsers divide their connections into pools and never send a request on a connection of another pool than its own,
 * whatever host either is for. Three things make a pool (Fetch standard, "connections"; Chromium's `SpdySessionKey` and
 * `QuicSessionKey`; Firefox's `nsHttpConnectionInfo::BuildHashKey`):
 *
 * - the credentials, in Chromium one of four privacy modes ({@link CredentialsPool});
 * - the network partition;
 * - the proxies on the way.
 *
 * This is the only place that compares pools.
 */
export type PoolFacts = Pick<
  ConnectionRecord,
  'privacyMode' | 'credentials' | 'partition' | 'proxy' | 'sources'
>;

/** Whether two values agree; `unknown` if a source does not state one. */
export type Agreement = 'same' | 'different' | 'unknown';

/** Whether two connections are in one pool. One difference is enough for `different`. */
export function comparePools(a: PoolFacts, b: PoolFacts): Agreement {
  const parts = [compareCredentials(a, b), comparePartitions(a, b), compareProxies(a, b)];
  if (parts.includes('different')) return 'different';
  return parts.includes('unknown') ? 'unknown' : 'same';
}

/**
 * The four pools where both are known, privacy mode alone where neither is. No two pools of privacy mode share
 * anything: a connection without credentials carries none of the requests of a connection without client certificates.
 */
export function compareCredentials(a: PoolFacts, b: PoolFacts): Agreement {
  if (a.privacyMode !== null && b.privacyMode !== null && a.privacyMode !== b.privacyMode) return 'different';
  if (a.credentials !== null && b.credentials !== null) return agree(a.credentials, b.credentials);
  if (a.privacyMode === null || b.privacyMode === null) return 'unknown';
  // Firefox has one such pool. Where only one of the two is known, the other may be any of three.
  const isComparable = a.privacyMode === false || a.credentials === b.credentials;
  return isComparable ? 'same' : 'unknown';
}

/** A complete log that states the credentials of a connection states its partition, too, where it has one. */
export function comparePartitions(a: PoolFacts, b: PoolFacts): Agreement {
  if (a.partition !== null && b.partition !== null) return agree(a.partition, b.partition);
  if (!isLogged(a) || !isLogged(b)) return 'unknown';
  if (a.partition === null && b.partition === null) return 'same';
  return a.privacyMode !== null && b.privacyMode !== null ? 'different' : 'unknown';
}

/** A complete log reports every proxy. */
export function compareProxies(a: PoolFacts, b: PoolFacts): Agreement {
  const [one, other] = [proxyOf(a), proxyOf(b)];
  return one === null || other === null ? 'unknown' : agree(one, other);
}

/**
 * A text that is equal for connections about which the same is known. It groups connections by pool. Unknown
 * facts form groups of their own.
 */
export function poolKey(facts: PoolFacts): string {
  const { privacyMode, credentials, partition, proxy } = facts;
  return JSON.stringify([privacyMode, credentials, partition, isProxied(proxy) ? proxy : null]);
}

/** Whether the connection leads through a proxy. False also where no source says so. */
export function isProxied(proxy: string | null): boolean {
  return proxy !== null && proxy !== '' && !/^\[?direct/i.test(proxy);
}

const DIRECT = 'direct';

/** One word for all ways of writing that there is none; null where it is unknown. */
function proxyOf(facts: PoolFacts): string | null {
  if (isProxied(facts.proxy)) return facts.proxy;
  return facts.proxy !== null || isLogged(facts) ? DIRECT : null;
}

function agree<T>(a: T, b: T): Agreement {
  return a === b ? 'same' : 'different';
}
