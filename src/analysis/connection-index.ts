import type {
  AttemptRecord,
  Capture,
  ConnectionId,
  ConnectionRecord,
  EpochMs,
  Remote,
  RequestRecord,
} from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';
import { networkStart, readyAt } from './attempt-times.ts';

/** A connection with what rode on it, found once for all the questions asked later. */
export interface ConnectionUse {
  readonly record: ConnectionRecord;
  readonly remote: Remote | null;
  /** Every origin that was asked for on it. */
  readonly origins: Set<Origin>;
  /** The request whose wait for this connection's set-up was seen, and that attempt; null when none was. */
  opener: { readonly request: RequestRecord; readonly attempt: AttemptRecord } | null;
  /** When the first request began that ended on it. */
  firstAt: EpochMs | null;
  lastAt: EpochMs | null;
  /** When requests could be sent on it: the end of its set-up. */
  readyAt: EpochMs | null;
}

export interface ConnectionIndex {
  readonly byId: ReadonlyMap<ConnectionId, ConnectionUse>;
  /** `address port` to its connections, in the order in which they became usable. */
  readonly byAddress: ReadonlyMap<string, readonly ConnectionUse[]>;
}

export function indexConnections(capture: Capture): ConnectionIndex {
  const byId = new Map<ConnectionId, ConnectionUse>();
  for (const record of capture.connections) {
    const { remote, openedAt } = record;
    const use: ConnectionUse = {
      record,
      remote,
      origins: new Set(),
      opener: null,
      firstAt: null,
      lastAt: null,
      readyAt: openedAt === null ? null : openedAt + setupTime(record),
    };
    byId.set(record.id, use);
  }
  for (const request of capture.requests) {
    for (const attempt of request.attempts) {
      const use = attempt.connection === null ? undefined : byId.get(attempt.connection);
      if (use !== undefined) note(use, request, attempt);
    }
  }
  return { byId, byAddress: groupByAddress(byId.values()) };
}

export function addressKey(remote: Remote): string {
  return `${remote.address} ${remote.port}`;
}

function note(use: ConnectionUse, request: RequestRecord, attempt: AttemptRecord): void {
  if (request.origin !== null) use.origins.add(request.origin);
  const from = networkStart(request, attempt);
  if (from !== null) use.firstAt = Math.min(use.firstAt ?? from, from);
  const until = attempt.endedAt ?? request.endedAt;
  if (until !== null) use.lastAt = Math.max(use.lastAt ?? until, until);
  if (attempt.reused !== false || use.opener !== null) return;
  use.opener = { request, attempt };
  use.readyAt = readyAt(request, attempt) ?? use.readyAt;
}

function setupTime({ setup }: ConnectionRecord): number {
  return (setup?.dns ?? 0) + (setup?.connect ?? 0) + (setup?.tls ?? 0);
}

function groupByAddress(uses: Iterable<ConnectionUse>): Map<string, ConnectionUse[]> {
  const groups = new Map<string, ConnectionUse[]>();
  for (const use of uses) {
    if (use.remote === null) continue;
    const key = addressKey(use.remote);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  for (const group of groups.values()) group.sort((a, b) => usableFrom(a) - usableFrom(b));
  return groups;
}

/** The earliest moment at which the connection is known to have been usable; unknown ones come first. */
export function usableFrom(use: ConnectionUse): EpochMs {
  return use.readyAt ?? use.record.openedAt ?? use.firstAt ?? Number.NEGATIVE_INFINITY;
}
