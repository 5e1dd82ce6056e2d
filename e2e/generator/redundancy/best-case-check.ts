import type { BestCase, Savings } from '../../../src/analysis/analysis.ts';
import { groupBy } from '../match.ts';
import type { RedundancyRun } from './plan.ts';
import { isNamed, type Side, sidesOf } from './sides.ts';

/** Connections that started within this many ms of each other may have started in the other order. */
const AT_ONCE = 15;

/** Compares the best case of a NetLog's analysis with plan and log. Returns one sentence for each difference. */
export function checkBestCase(best: BestCase | null, run: RedundancyRun): string[] {
  const judged = sidesOf(run)
    .filter(({ used, row }) => used && row.protocol === 'h2')
    .sort((a, b) => a.startedAt - b.startedAt);
  if (best === null) return judged.length === 0 ? [] : ['there is no best case'];
  const places = [...groupBy(judged, placeOf).values()];
  const spared = judged.length - places.length;
  const frames = orders(judged).map(originFrameSavings);
  const names = places.map(fewestNames).filter((count) => count > 0);
  return [
    ...differs('connections', best.connections, [judged.length]),
    ...differs('by address', best.byAddress.connections, [spared]),
    ...differs('by ORIGIN frame', words(best.byOriginFrame), frames.map(words)),
    ...differs('names to add', sorted(best.certificates.map(({ addNames }) => addNames.length)), [
      sorted(names),
    ]),
  ];
}

function differs<T>(what: string, said: T, true_: readonly T[]): string[] {
  return true_.includes(said)
    ? []
    : [`best case, ${what}: ${said}, but it was ${[...new Set(true_)].join(' or ')}`];
}

const sorted = (counts: readonly number[]): string => counts.toSorted((a, b) => a - b).join(' ');
const words = ({ connections, dnsQueries }: Savings): string =>
  `${connections} connections, ${dnsQueries} names`;

/** What no server configuration can combine: pools, and tunnels, each of which leads to one host. */
function poolOf({ pools, proxied, row }: Side): string {
  return JSON.stringify([pools, proxied ? row.sni : null]);
}

function placeOf(side: Side): string {
  return `${poolOf(side)} ${side.address}`;
}

/** The connections in order of their start, and further orders with each two simultaneous ones swapped. */
function orders(judged: readonly Side[]): Side[][] {
  const all = [[...judged]];
  judged.forEach((side, i) => {
    const next = judged[i + 1];
    if (next === undefined || next.startedAt - side.startedAt > AT_ONCE) return;
    for (const order of [...all]) all.push([...order.slice(0, i), next, side, ...order.slice(i + 2)]);
  });
  return all;
}

function originFrameSavings(judged: readonly Side[]): Savings {
  const kept: Side[] = [];
  for (const side of judged) {
    const carries = (other: Side): boolean =>
      poolOf(other) === poolOf(side) &&
      (other.row.sni === side.row.sni || other.names.some((name) => isNamed(name, side.row.sni)));
    if (!kept.some(carries)) kept.push(side);
  }
  const asked = new Set(judged.flatMap(hostsOf));
  for (const { row } of kept) asked.delete(row.sni);
  const connections = judged.length - kept.length;
  return { connections, dnsQueries: asked.size, certificateValidations: connections };
}

/** The host it was opened for, and the other hosts of its requests. */
function hostsOf({ row, attempts }: Side): string[] {
  return [row.sni, ...attempts.map(({ host }) => host)];
}

/** The names that the best certificate of a group lacks, without which one connection cannot carry all hosts. */
function fewestNames(place: readonly Side[]): number {
  if (place.length < 2) return 0;
  const hosts = [...new Set(place.flatMap(hostsOf))];
  return Math.min(
    ...place.map(({ names }) => hosts.filter((host) => !names.some((name) => isNamed(name, host))).length),
  );
}
