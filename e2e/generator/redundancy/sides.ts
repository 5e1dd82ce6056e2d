import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import type { LoggedAttempt, LoggedConnection } from '../../lab/log.ts';
import { hostName } from '../../lab/site.ts';
import type { PageRequest } from '../plan.ts';
import { isFar, topRequestsOf } from './make-plan.ts';
import type { RedundancyPlan, RedundancyRun } from './plan.ts';

/** What browsers keep apart independently of the servers (Fetch, "connections"; Chromium's PrivacyMode). */
export interface TruePool {
  readonly credentials: 'sent' | 'omitted' | 'blocked';
  readonly partition: 'same-site' | 'cross-site' | 'devtools';
}

/** One connection in the servers' log, with its facts from the plan. */
export interface Side {
  readonly row: LoggedConnection;
  readonly used: boolean;
  /** Nothing of the page was sent on it. */
  readonly byDevTools: boolean;
  /** In order of arrival. */
  readonly attempts: readonly LoggedAttempt[];
  readonly startedAt: number;
  readonly address: string;
  /** The names in its certificate. */
  readonly names: readonly string[];
  readonly proxied: boolean;
  /** One pool; for an unused connection, every pool that it may be in. */
  readonly pools: readonly TruePool[];
}

const PAGE: TruePool = { credentials: 'sent', partition: 'same-site' };
/** DevTools itself requests this, on a connection of the page or in a partition that no page uses. */
const BY_DEVTOOLS = '/.well-known/appspecific/com.chrome.devtools.json';
const DEVTOOLS: readonly TruePool[] = [
  { credentials: 'sent', partition: 'devtools' },
  { credentials: 'blocked', partition: 'devtools' },
];

/** Throws when one connection carried requests of several pools, which no browser may allow. */
export function sidesOf({ plan, truth: log, stepTimes }: RedundancyRun): Side[] {
  const { site, direct = [], confounder } = plan;
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
  const pools = poolsByRequest(plan);
  return log.connections.map((row): Side => {
    const host = hosts.get(row.sni);
    const attempts = log.attempts.filter(({ connection }) => connection === row.connection);
    const names = site.certificates[host?.certificate ?? ''] ?? [];
    return {
      row,
      used: attempts.length > 0,
      byDevTools: isByDevTools(attempts),
      attempts,
      startedAt: row.acceptedAt ?? row.openedAt,
      address: host?.address ?? '127.0.0.1',
      names: names.map((name) => name.replace('{domain}', site.domain)),
      proxied: confounder === 'connect-proxy' && !direct.includes(row.sni),
      pools: poolsOf(row, attempts, attempts.length > 0 ? pools : during(row, pools, stepTimes)),
    };
  });
}

function isByDevTools(attempts: readonly LoggedAttempt[]): boolean {
  return attempts.length > 0 && attempts.every(({ path }) => path === BY_DEVTOOLS);
}

/** The requests of the step in which a connection was started, and of all steps before it. */
function during(
  { acceptedAt, openedAt }: LoggedConnection,
  asked: readonly Asked[],
  stepTimes: readonly number[],
): Asked[] {
  const next = stepTimes.findIndex((time) => time > (acceptedAt ?? openedAt));
  const step = (next < 0 ? stepTimes.length : next) - 1;
  return asked.filter((each) => each.step === step);
}

interface Asked {
  /** -1 for the page itself. */
  readonly step: number;
  readonly host: string;
  readonly path: string;
  readonly pool: TruePool;
}

function poolsOf(
  { connection, sni }: LoggedConnection,
  attempts: readonly LoggedAttempt[],
  asked: readonly Asked[],
): readonly TruePool[] {
  if (isByDevTools(attempts)) return DEVTOOLS;
  const found =
    attempts.length === 0
      ? asked.filter(({ host }) => host === sni)
      : attempts.flatMap(
          ({ host, path }) => asked.find((each) => each.host === host && each.path === path) ?? [],
        );
  const different = [...new Map(found.map(({ pool }) => [JSON.stringify(pool), pool])).values()];
  if (attempts.length > 0 && different.length > 1) {
    throw new Error(`connection ${connection} carried requests of ${different.length} pools`);
  }
  return different.length === 0 ? [PAGE] : different;
}

function poolsByRequest({ steps, site, blocksThirdParties = false }: RedundancyPlan): Asked[] {
  const front = site.hosts[0];
  const asked: Asked[] = [];
  if (front !== undefined) {
    asked.push({ step: -1, host: hostName(site, front), path: '/', pool: PAGE });
  }
  const add = (step: number, request: PageRequest, partition: TruePool['partition'] = 'same-site'): void => {
    const { host, path, how, credentials, inside = [] } = request;
    const own = how === 'frame' && isFar(host) ? 'cross-site' : partition;
    // In a cross-site frame every request is third-party (Chromium's site_for_cookies).
    const third = isFar(host) || own === 'cross-site';
    const sent = blocksThirdParties && third ? 'blocked' : 'sent';
    const pool = { credentials: credentials === 'omit' ? 'omitted' : sent, partition: own } as const;
    asked.push({ step, host, path, pool });
    for (const each of inside) add(step, each, own);
  };
  for (const [i, step] of steps.entries()) for (const each of topRequestsOf(step)) add(i, each);
  return asked;
}

/** All reasons, independent of time, why `open` could not carry the request that `other` was opened for. */
export function facts(open: Side, theirs: TruePool, other: Side, pool: TruePool): RedundancyCause[] {
  const sameHost = open.row.sni === other.row.sni;
  const found: RedundancyCause[] = [];
  if (!sameHost && !open.names.some((name) => isNamed(name, other.row.sni))) found.push('CERT');
  // A tunnel leads to only one host.
  const tunnelled = open.proxied || other.proxied;
  if (tunnelled && (open.proxied !== other.proxied || !sameHost)) found.push('PROXY');
  if (!tunnelled && open.address !== other.address) found.push('IP');
  if (theirs.credentials !== pool.credentials) found.push('CRED');
  if (theirs.partition !== pool.partition) found.push('PARTITION');
  if ((open.row.clientCertificate || other.row.clientCertificate) && !sameHost) found.push('CLIENT-CERT');
  if (open.row.protocol !== other.row.protocol) found.push('PROTOCOL');
  return found;
}

/** A wildcard replaces exactly one label (RFC 9525 section 6.3). */
export function isNamed(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.replace(/^[^.]+/, '*') === name);
}
