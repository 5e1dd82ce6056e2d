import type { Certificate, ConnectionId, ConnectionRecord } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { isProxied, poolKey } from '../../model/pool.ts';
import type { AnalysedConnection, BestCase, CertificateChange, Savings } from '../analysis.ts';
import { certificateCovers, namesThatCover, plainName } from '../connections/certificate-names.ts';
import { CoveredHosts } from './covered-hosts.ts';

/**
 * The ideal of Singanamalla et al., "Respect the ORIGIN!" (IMC 2022), for one page: connections that
 * credentials, partition or proxy keep apart stay separate. Null if no connection can be judged.
 */
export function bestCaseOf(connections: Iterable<AnalysedConnection>): BestCase | null {
  const judged = [...connections].filter(isJudged).sort((a, b) => (a.firstAt ?? 0) - (b.firstAt ?? 0));
  if (judged.length === 0) return null;
  const groups = [...groupBy(judged, ({ record }) => `${sharingKey(record)} ${addressOf(record)}`).values()];
  const spared = judged.length - groups.length;
  return {
    connections: judged.length,
    byAddress: { connections: spared, dnsQueries: 0, certificateValidations: spared },
    byOriginFrame: originFrameSavings(judged),
    certificates: groups.flatMap(certificateChange),
  };
}

function isJudged({ record, attempts }: AnalysedConnection): boolean {
  const { protocol, remote, openedFor } = record;
  const secure = openedFor?.startsWith('https:') === true;
  return secure && remote !== null && attempts.length > 0 && protocol !== null && protocol !== 'http/1.1';
}

/** Requests with different keys never share a connection, whatever servers do. A tunnel through a proxy leads to one host. */
function sharingKey(record: ConnectionRecord): string {
  return `${poolKey(record)} ${isProxied(record.proxy) ? record.openedFor : ''}`;
}

function addressOf({ remote }: ConnectionRecord): string {
  return remote === null ? '' : `${remote.address} ${remote.port}`;
}

/** In order of time: a host that an earlier connection's certificate names needs neither a connection nor a DNS query. */
function originFrameSavings(judged: readonly AnalysedConnection[]): Savings {
  let connections = 0;
  const unresolved = new Set<string>();
  const resolved = new Set<string>();
  for (const group of groupBy(judged, ({ record }) => sharingKey(record)).values()) {
    const kept = new KeptConnections();
    for (const connection of group) {
      const host = hostOf(connection.record.openedFor ?? '') ?? '';
      const isSpared = kept.carry(connection.record, host);
      if (isSpared) connections += 1;
      else kept.add(connection.record);
      (isSpared ? unresolved : resolved).add(host);
      for (const name of coalescedHosts(connection)) unresolved.add(name);
    }
  }
  const dnsQueries = [...unresolved].filter((host) => !resolved.has(host)).length;
  return { connections, dnsQueries, certificateValidations: connections };
}

/** The hosts that the remaining connections can carry. */
class KeptConnections {
  readonly #openedFor = new Set<Origin | null>();
  readonly #names = new Set<string>();

  add({ openedFor, certificate }: ConnectionRecord): void {
    this.#openedFor.add(openedFor);
    for (const name of certificate?.names ?? []) this.#names.add(plainName(name));
  }

  /** Whether one of them could have carried this connection's requests. */
  carry({ openedFor }: ConnectionRecord, host: string): boolean {
    return this.#openedFor.has(openedFor) || namesThatCover(host).some((name) => this.#names.has(name));
  }
}

function coalescedHosts({ origins }: AnalysedConnection): string[] {
  return origins.flatMap(({ origin, coalesced }) => {
    const host = coalesced ? hostOf(origin) : null;
    return host === null ? [] : [host];
  });
}

/** The host it was opened for and those coalesced onto it: a certificate that replaces its own must name all of them. */
function hostsOn(connection: AnalysedConnection): string[] {
  return [hostOf(connection.record.openedFor ?? '') ?? [], coalescedHosts(connection)].flat();
}

/** Of the certificates seen at one address, the first that lacks the fewest of the names requested there. */
function certificateChange(group: readonly AnalysedConnection[]): CertificateChange[] {
  if (group.length < 2) return [];
  const hosts = new Set(group.flatMap(hostsOn));
  const counts = new CoveredHosts(hosts);
  let best: {
    readonly id: ConnectionId;
    readonly certificate: Certificate;
    readonly covered: number;
  } | null = null;
  for (const { record } of group) {
    const { id, certificate } = record;
    if (certificate === null) continue;
    const covered = counts.by(certificate);
    if (best === null || covered > best.covered) best = { id, certificate, covered };
  }
  if (best === null || best.covered === hosts.size) return [];
  const { id, certificate } = best;
  const addNames = [...hosts].filter((host) => !certificateCovers(certificate, host));
  return [{ connection: id, subject: certificate.subject, addNames, spares: group.length - 1 }];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    append(groups, key, item);
  }
  return groups;
}
