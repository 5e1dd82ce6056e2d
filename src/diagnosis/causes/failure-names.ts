import { hostList, unique } from '../host-names.ts';
import type { PlainOrigin } from '../plain-names.ts';

/** A host that failed, and the one that the connection was opened for; null where a name is unknown or not plain. */
export interface FailedPair {
  readonly about: PlainOrigin | null;
  readonly other: string | null;
}

/** The names in a failure, or in several that have one cause. */
export interface FailureNames {
  /** For sentences: the requested host without its port, or "the requested host" if it has no plain name, or for several. */
  readonly host: string;
  /** For sentences: the host that the connection was opened for, or "the other host" if it is unknown, or for several. */
  readonly other: string;
  /** For what is to be changed: the requested hosts. */
  readonly hosts: string;
  /** The same together with what the connections were opened for; null for one requested host and one other. */
  readonly all: string | null;
  /** For lines of configuration: every name, as it is safe there. */
  readonly config: {
    readonly hosts: readonly string[];
    /** The hosts as the request's Host header has them: with the port if that is not the scheme's default. */
    readonly authorities: readonly string[];
    readonly others: readonly string[];
    /** The hosts that share connections, directly or through others; only pairs of which both names are known. */
    readonly sharing: readonly (readonly string[])[];
    readonly port: number;
  };
}

/** The names of failures that have one cause: as sentences have them, and as lines of configuration do. */
export function failureNames(pairs: readonly FailedPair[]): FailureNames {
  const abouts = pairs.flatMap(({ about }) => about ?? []);
  const hosts = unique(abouts.map(({ host }) => host));
  const others = unique(pairs.flatMap(({ other }) => other ?? []));
  return {
    host: onlyOne(hosts) ?? 'the requested host',
    other: onlyOne(others) ?? 'the other host',
    hosts: hosts.length === 0 ? 'the requested host' : hostList(hosts),
    all: hosts.length < 2 && others.length < 2 ? null : allNames(hosts, others),
    config: {
      hosts,
      authorities: unique(abouts.map(({ authority }) => authority)),
      others,
      sharing: sharingHosts(pairs),
      port: abouts[0]?.port ?? 443,
    },
  };
}

function onlyOne(names: readonly string[]): string | null {
  return names.length === 1 ? (names[0] ?? null) : null;
}

function allNames(hosts: readonly string[], others: readonly string[]): string {
  return others.length === 0
    ? `${hostList(hosts)}, and the hosts whose connections they shared`
    : hostList(unique([...others, ...hosts]));
}

function sharingHosts(pairs: readonly FailedPair[]): string[][] {
  const sets = new Map<string, Set<string>>();
  for (const { about, other } of pairs) {
    if (about === null || other === null) continue;
    const [one, two] = [setOf(other, sets), setOf(about.host, sets)];
    // The smaller set goes into the larger one, so that many pairs stay cheap.
    const [large, small] = one.size < two.size ? [two, one] : [one, two];
    if (large !== small) for (const host of small) sets.set(host, large.add(host));
  }
  return unique(sets.values()).map((hosts) => [...hosts]);
}

function setOf(host: string, sets: Map<string, Set<string>>): Set<string> {
  const known = sets.get(host) ?? new Set([host]);
  sets.set(host, known);
  return known;
}
