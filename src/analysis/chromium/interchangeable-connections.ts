import type { Certificate, ConnectionId, ConnectionRecord, EpochMs, Protocol } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { comparePools, isProxied, poolKey } from '../../model/pool.ts';
import type { ConnectionUse } from '../connections/connection-index.ts';
import type { Pool } from './credential-pools.ts';
import { knownClosing, OpenConnections } from './open-connections.ts';

/** The connections that were open during a span of time. */
export interface OpenDuring {
  readonly count: number;
  /** How many of them had probably not been closed by then. */
  readonly likely: number;
  /** Of the likely ones, the one that has been usable longest. */
  readonly first: ConnectionUse | null;
}

interface Common {
  readonly record: ConnectionRecord;
  readonly pool: Pool | null;
  /** When connections whose closing no source reports had probably been closed. */
  readonly replaced: ReadonlyMap<ConnectionUse, EpochMs>;
}

/**
 * Connections to one address that differ for a browser only in their origins and ages: they have one protocol, pool,
 * partition and certificate.
 */
export class InterchangeableConnections {
  readonly #record: ConnectionRecord;
  readonly #pool: Pool | null;
  /** The lowest of their ids; NaN where an id is not a number. */
  readonly #oldest: number;
  readonly #all: OpenConnections;
  readonly #likely: OpenConnections;
  /** Those that did not misdirect an origin: it was served there, or they were opened for it. */
  readonly #own: ReadonlyMap<Origin, { readonly all: OpenConnections; readonly likely: OpenConnections }>;

  constructor(uses: readonly ConnectionUse[], { record, pool, replaced }: Common) {
    this.#record = record;
    this.#pool = pool;
    this.#oldest = Math.min(...uses.map((use) => numberOf(use.record.id)));
    this.#all = new OpenConnections(uses);
    const closedAt = (use: ConnectionUse) =>
      Math.min(knownClosing(use), replaced.get(use) ?? knownClosing(use));
    this.#likely = new OpenConnections(uses, closedAt);
    const own = new Map<Origin, ConnectionUse[]>();
    for (const use of uses) {
      for (const origin of ownOrigins(use)) {
        append(own, origin, use);
      }
    }
    this.#own = new Map(
      Array.from(own, ([origin, list]) => [
        origin,
        { all: new OpenConnections(list), likely: new OpenConnections(list, closedAt) },
      ]),
    );
  }

  /** Whether no other one is older: Chromium's connection ids grow, so nothing on these made it open that connection. */
  areNotOlderThan({ id }: ConnectionRecord): boolean {
    return this.#oldest >= numberOf(id);
  }

  /** Whether requests without credentials are known to be sent here. */
  get isWithoutCredentials(): boolean {
    return this.#pool === 'other';
  }

  get protocol(): Protocol | null {
    return this.#record.protocol;
  }

  get certificate(): Certificate | null {
    return this.#record.certificate;
  }

  /** Whether they may be in the pool of another connection (`SpdySessionKey`), as far as the capture shows it. */
  couldPool(other: ConnectionRecord, pool: Pool | null): boolean {
    return !differ(this.#pool, pool) && comparePools(this.#record, other) !== 'different';
  }

  /** Those that were open over that time and could have misdirected the origin. */
  openFor(origin: Origin, from: EpochMs, until: EpochMs): OpenDuring {
    const own = this.#own.get(origin);
    const count = this.#all.during(from, until) - (own?.all.during(from, until) ?? 0);
    if (count <= 0) return { count: 0, likely: 0, first: null };
    const likely = this.#likely.during(from, until) - (own?.likely.during(from, until) ?? 0);
    const first = likely <= 0 ? null : this.#likely.first(from, (use) => !isOwn(use, origin));
    return { count, likely, first };
  }
}

/** Sorts connections to one address, in order of their usability, into groups of interchangeable ones that can be shared. */
export function interchangeableConnections(
  uses: readonly ConnectionUse[],
  poolOf: (use: ConnectionUse) => Pool | null,
  replaced: ReadonlyMap<ConnectionUse, EpochMs>,
): InterchangeableConnections[] {
  const groups = new Map<string, ConnectionUse[]>();
  for (const use of uses) {
    const { protocol, proxy, certificate } = use.record;
    if (protocol === 'http/1.1' || isProxied(proxy)) continue;
    const key = JSON.stringify([protocol, poolKey(use.record), poolOf(use), certificate?.names]);
    append(groups, key, use);
  }
  return [...groups.values()].flatMap((group) => {
    const [any] = group;
    if (any === undefined) return [];
    return [new InterchangeableConnections(group, { record: any.record, pool: poolOf(any), replaced })];
  });
}

/** The origins that are not misdirected on a connection: those that were served there, and the one it was opened for. */
function ownOrigins({ record, served }: ConnectionUse): ReadonlySet<Origin> {
  const { openedFor } = record;
  return openedFor === null || served.has(openedFor) ? served : new Set([...served, openedFor]);
}

function isOwn({ record, served }: ConnectionUse, origin: Origin): boolean {
  return record.openedFor === origin || served.has(origin);
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** NaN for an id that is not a plain number, as where a file holds several browsers. */
function numberOf(id: ConnectionId): number {
  return /^\d+$/.test(id) ? Number(id) : Number.NaN;
}
