import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { isProxied, poolKey } from '../../model/pool.ts';
import type { Steps } from '../../model/steps.ts';
import type { AnalysedConnection, FindingFacts, OwnService } from '../analysis.ts';
import { addressKey } from '../connections/connection-index.ts';
import type { FindingContext } from '../findings/context.ts';
import { FindingGroups } from '../findings/groups.ts';
import { namedByEach } from './named-connections.ts';
import { openedAtOnce } from './opened-at-once.ts';
import { OwnServices, type ServedAlone } from './own-service.ts';

/**
 * Origins that only by chance did not share a connection (RFC 9113 section 9.1.1: one certificate names them, one
 * address serves them, in one pool), although each has a server of its own. One finding for each certificate.
 * The recordings of public sites (COALESCOPE_CORPUS) have none. A proxy that forwards the names of the servers behind
 * it, and leaves no mark, looks the same, so this is not a warning; `coalescope probe` finds out.
 */
export function* hazardFindings(context: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('coalescing-hazard');
  const servicesBy = new Map<string, readonly OwnService[]>();
  const own = new OwnServices(context);
  for (const pool of connectionPools(context.connections.values())) {
    for (const named of namedByEach(pool)) {
      yield;
      const services = differentServices(named, own);
      const origins = services.map(({ origin }) => origin);
      if (origins.length < 2) continue;
      const isOfThem = new Set<Origin | null>(origins);
      const about = named.filter(({ record }) => isOfThem.has(record.openedFor));
      groups.add(origins, {
        certainty: 'derived',
        confidence: 1,
        connections: about.map(({ record }) => record.id),
        origins,
      });
      servicesBy.set(origins.join(' '), services);
    }
  }
  return groups
    .findings()
    .map((finding) => ({ ...finding, services: servicesBy.get(finding.origins.join(' ')) ?? [] }));
}

/** Groups of connections that the same request could use if certificates did not matter. */
function connectionPools(connections: Iterable<AnalysedConnection>): AnalysedConnection[][] {
  const pools = new Map<string, AnalysedConnection[]>();
  for (const connection of connections) {
    const { remote, proxy, openedFor } = connection.record;
    if (remote === null || isProxied(proxy) || openedFor?.startsWith('https:') !== true) continue;
    append(pools, `${addressKey(remote)} ${poolKey(connection.record)}`, connection);
  }
  return [...pools.values()].filter(({ length }) => length > 1);
}

/** Empty if some of the connections were shared: that either worked or has findings of its own. */
function differentServices(named: readonly AnalysedConnection[], own: OwnServices): OwnService[] {
  if (named.some(({ origins }) => origins.some(({ coalesced }) => coalesced))) return [];
  if (groupByOrigin(named).size < 2) return [];
  const byOrigin = groupByOrigin(openedAtOnce(named));
  const served = [...byOrigin].flatMap(([origin, connections]) => own.of(origin, connections) ?? []);
  if (haveOneFront(served)) return [];
  const traitOf = [softwareOf, protocolOf, certificateOf].find((trait) => isDifferent(served, trait));
  if (traitOf === undefined) return [];
  const services = served.filter((one) => traitOf(one) !== null).map(({ service }) => service);
  return services.sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

function haveOneFront([first, ...others]: readonly ServedAlone[]): boolean {
  const marks = [...(first?.fronts ?? [])];
  return marks.some((mark) => others.every(({ fronts }) => fronts.has(mark)));
}

type TraitOf = (served: ServedAlone) => string | null;

const softwareOf: TraitOf = ({ software }) => software;
const protocolOf: TraitOf = ({ service: { protocol } }) =>
  protocol && (protocol === 'http/1.1' ? protocol : 'h2 or h3');
const certificateOf: TraitOf = ({ service }) =>
  service.clientCertificate ? 'asks for one' : 'asks for none';

function isDifferent(served: readonly ServedAlone[], traitOf: TraitOf): boolean {
  return new Set(served.flatMap((one) => traitOf(one) ?? [])).size > 1;
}

function groupByOrigin(connections: readonly AnalysedConnection[]): Map<Origin, AnalysedConnection[]> {
  const groups = new Map<Origin, AnalysedConnection[]>();
  for (const connection of connections) {
    const { openedFor } = connection.record;
    if (openedFor === null) continue;
    append(groups, openedFor, connection);
  }
  return groups;
}
