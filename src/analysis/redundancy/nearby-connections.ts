import type { EpochMs } from '../../model/capture.ts';
import { hostOf } from '../../model/origin.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse, usableFrom } from '../connection-index.ts';
import { firstIndex } from '../first-index.ts';

/** How many earlier connections of a kind are looked at: enough for any page, and never quadratic. */
const LOOK_BACK = 64;

/** Finds the connections that were there before another one and are near it: one step from carrying its requests. */
export class NearbyConnections {
  /** In the order in which they were opened. */
  readonly all: readonly ConnectionUse[];
  readonly #rank: ReadonlyMap<ConnectionUse, number>;
  readonly #byAddress = new Map<string, ConnectionUse[]>();
  readonly #byName = new Map<string, ConnectionUse[]>();

  constructor(index: ConnectionIndex) {
    this.all = [...index.byId.values()].sort((a, b) => compare(openedAt(a), openedAt(b)));
    this.#rank = new Map(this.all.map((use, rank) => [use, rank]));
    for (const use of this.all) {
      if (use.record.remote !== null) append(this.#byAddress, addressKey(use.record.remote), use);
      for (const name of namesOf(use)) append(this.#byName, name, use);
    }
  }

  /** Those to the same address, then those whose certificate names the host; the latest of each first. */
  before(use: ConnectionUse): Set<ConnectionUse> {
    const found = new Set<ConnectionUse>();
    const { remote, openedFor } = use.record;
    if (remote !== null) this.#add(found, this.#byAddress.get(addressKey(remote)), use);
    const host = openedFor === null ? null : hostOf(openedFor);
    if (host === null) return found;
    this.#add(found, this.#byName.get(host), use);
    this.#add(found, this.#byName.get(`*.${host.slice(host.indexOf('.') + 1)}`), use);
    return found;
  }

  #add(found: Set<ConnectionUse>, list: readonly ConnectionUse[] | undefined, use: ConnectionUse): void {
    if (list === undefined) return;
    const rank = this.#rankOf(use);
    const until = firstIndex(list.length, (i) => this.#rankOf(list[i]) >= rank);
    for (let i = until - 1; i >= Math.max(0, until - LOOK_BACK); i -= 1) {
      const each = list[i];
      if (each !== undefined) found.add(each);
    }
  }

  #rankOf(use: ConnectionUse | undefined): number {
    return (use && this.#rank.get(use)) ?? Number.POSITIVE_INFINITY;
  }
}

/** When its opening began, as far as it is known. */
export function openedAt(use: ConnectionUse): EpochMs {
  return use.record.openedAt ?? usableFrom(use);
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Of infinite ones, too: their difference is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What its certificate names, and what it was opened for. */
function namesOf({ record: { certificate, openedFor } }: ConnectionUse): Set<string> {
  const names = new Set(certificate?.names.map((name) => name.toLowerCase()));
  const host = openedFor === null ? null : hostOf(openedFor);
  if (host !== null) names.add(host);
  return names;
}
