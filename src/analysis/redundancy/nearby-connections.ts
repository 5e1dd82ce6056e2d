import type { EpochMs } from '../../model/capture.ts';
import { isLogged } from '../../model/evidence-sources.ts';
import { append } from '../../model/lists.ts';
import { hostOf } from '../../model/origin.ts';
import {
  addressKey,
  type ConnectionIndex,
  type ConnectionUse,
  usableFrom,
} from '../connections/connection-index.ts';

/** The most earlier connections of a kind that are compared: enough for any page, and never quadratic. */
const LOOK_BACK = 64;

/**
 * Finds the connections that were opened before another one and are near it: one step from carrying its requests.
 * Connections are added in the order of their opening, so only earlier ones are found.
 */
export class NearbyConnections {
  /** Connections of which too little is known to rule out that they are near. */
  readonly #incompletelyKnown: ConnectionUse[] = [];
  readonly #byAddress = new Map<string, ConnectionUse[]>();
  readonly #byName = new Map<string, ConnectionUse[]>();

  add(use: ConnectionUse): void {
    const { certificate, remote: at, openedFor } = use.record;
    // Without the browser's log a host may resolve to more addresses than were seen.
    if (!isLogged(use.record) || certificate === null || at === null || openedFor === null) {
      this.#incompletelyKnown.push(use);
    }
    if (use.record.remote !== null) append(this.#byAddress, addressKey(use.record.remote), use);
    for (const name of namesOf(use)) append(this.#byName, name, use);
  }

  /**
   * Those to the same address, then those whose certificate names the host; the latest of each first. One that is near
   * in both ways is listed twice.
   */
  of({ record: { remote, openedFor } }: ConnectionUse): ConnectionUse[] {
    const found: ConnectionUse[] = [];
    if (remote !== null) addLatest(found, this.#byAddress.get(addressKey(remote)));
    const host = openedFor === null ? null : hostOf(openedFor);
    if (host === null) return found;
    addLatest(found, this.#byName.get(host));
    addLatest(found, this.#byName.get(`*.${host.slice(host.indexOf('.') + 1)}`));
    return found;
  }

  /** The latest of those that may also be near. */
  get incompletelyKnown(): ConnectionUse[] {
    return this.#incompletelyKnown.slice(-LOOK_BACK);
  }
}

function addLatest(found: ConnectionUse[], list: readonly ConnectionUse[] = []): void {
  for (let i = list.length - 1; i >= Math.max(0, list.length - LOOK_BACK); i -= 1) {
    const each = list[i];
    if (each !== undefined) found.push(each);
  }
}

/** An unused connection counts from the end of its setup: of two that were set up at the same time, the used one was needed. */
export function inOrderOfOpening({ byId }: ConnectionIndex): ConnectionUse[] {
  const from = (use: ConnectionUse) => (use.origins.size === 0 ? usableFrom(use) : openedAt(use));
  return [...byId.values()].sort((a, b) => compare(from(a), from(b)));
}

/** When its opening began, if known. */
export function openedAt(use: ConnectionUse): EpochMs {
  return use.record.openedAt ?? usableFrom(use);
}

/** Works for infinite values too, whose difference is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The names in its certificate, and the host it was opened for. */
function namesOf({ record: { certificate, openedFor } }: ConnectionUse): Set<string> {
  const names = new Set(certificate?.names.map((name) => name.toLowerCase()));
  const host = openedFor === null ? null : hostOf(openedFor);
  if (host !== null) names.add(host);
  return names;
}
