import type {
  AttemptRecord,
  Capture,
  ConnectionId,
  ConnectionRecord,
  EpochMs,
  Remote,
  RequestRecord,
} from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { isMisdirected, isVisible421 } from '../../model/misdirected.ts';
import type { Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { finish, type Steps, stepping } from '../../model/steps.ts';
import { networkStart, readyAt } from '../attempts/attempt-times.ts';

/** A connection with what it carried, computed once for all later questions. */
export interface ConnectionUse {
  /** The record, with conclusions about it filled in. */
  record: ConnectionRecord;
  /**
   * False for a connection from before the last clear that no source has reported since. It may have carried requests
   * that no source reported.
   */
  readonly current: boolean;
  /** Every origin that was requested on it. */
  readonly origins: Set<Origin>;
  /** Those of them that got a response other than 421 on it. */
  readonly served: Set<Origin>;
  /** The request that waited for this connection's setup; null when none was seen to. */
  opener: RequestRecord | null;
  /** The first request that ended on it, in order of start. */
  first: RequestRecord | null;
  /** When the first request that ended on it reached the network stack. */
  firstAt: EpochMs | null;
  /** When the last request reached the network stack: until then the connection took new ones. */
  lastSentAt: EpochMs | null;
  lastAt: EpochMs | null;
  /** When the first response on it was complete: by then it was usable, even if its setup is unknown. */
  answeredAt: EpochMs | null;
  /** When requests could be sent on it: the end of its setup. */
  readyAt: EpochMs | null;
}

export interface ConnectionIndex {
  readonly byId: ReadonlyMap<ConnectionId, ConnectionUse>;
  /** `address port` to its connections, in the order in which they became usable. */
  readonly byAddress: ReadonlyMap<string, readonly ConnectionUse[]>;
}

/** The one rule of a browser that an index needs. */
interface OpenerRule {
  readonly visible421NamesOpener: boolean;
}

export function indexConnections(capture: Capture, rules: OpenerRule): ConnectionIndex {
  return finish(indexInSteps(capture, rules));
}

/** Same, in steps, so that the caller can do other work between them. */
export function* indexInSteps(capture: Capture, rules: OpenerRule): Steps<ConnectionIndex> {
  const byId = new Map<ConnectionId, ConnectionUse>();
  for (const record of capture.connections) byId.set(record.id, unused(record, true));
  for (const { record, served } of capture.earlierConnections) {
    byId.set(record.id, unused(record, byId.has(record.id), served));
  }
  yield* stepping(capture.requests, (request) => {
    for (const attempt of request.attempts) {
      const use = attempt.connection === null ? undefined : byId.get(attempt.connection);
      if (use !== undefined) note(use, request, attempt);
    }
    const use = byId.get(request.attempts.at(-1)?.connection ?? '');
    if (use !== undefined && rules.visible421NamesOpener) noteOpener(use, request);
  });
  return { byId, byAddress: groupByAddress(byId.values()) };
}

export function addressKey(remote: Remote): string {
  return `${remote.address} ${remote.port}`;
}

/** The earliest moment at which the connection is known to have been usable; unknown ones come first. */
export function usableFrom(use: ConnectionUse): EpochMs {
  return use.readyAt ?? use.record.openedAt ?? use.firstAt ?? Number.NEGATIVE_INFINITY;
}

function unused(record: ConnectionRecord, current: boolean, served: readonly Origin[] = []): ConnectionUse {
  const { openedAt, setup } = record;
  return {
    record,
    current,
    origins: new Set(),
    served: new Set(served),
    opener: null,
    first: null,
    firstAt: null,
    lastSentAt: null,
    lastAt: null,
    answeredAt: null,
    readyAt: openedAt === null ? null : openedAt + setupTime(setup),
  };
}

function note(use: ConnectionUse, request: RequestRecord, attempt: AttemptRecord): void {
  if (request.origin !== null) {
    use.origins.add(request.origin);
    if (!isMisdirected(attempt)) use.served.add(request.origin);
  }
  const from = networkStart(request, attempt);
  if (from !== null && (use.firstAt === null || from < use.firstAt)) {
    use.firstAt = from;
    use.first = request;
  }
  if (from !== null) use.lastSentAt = Math.max(use.lastSentAt ?? from, from);
  const until = attempt.endedAt ?? request.endedAt;
  if (until !== null) {
    use.lastAt = Math.max(use.lastAt ?? until, until);
    if (attempt.status !== null) use.answeredAt = Math.min(use.answeredAt ?? until, until);
  }
  if (attempt.reused !== false || use.opener !== null) return;
  use.opener = request;
  use.readyAt = readyAt(request, attempt) ?? use.readyAt;
}

/** A connection on which a visible 421 ended was opened for that very origin, where the browser's rules say so. */
function noteOpener(use: ConnectionUse, request: RequestRecord): void {
  const { record } = use;
  if (record.openedFor !== null || request.origin === null || !isVisible421(request)) return;
  use.record = openedForRecord(record, request.origin);
}

/** One object for one conclusion, so that results that depend on it can be remembered. */
const concluded = new WeakMap<ConnectionRecord, ConnectionRecord>();

function openedForRecord(record: ConnectionRecord, origin: Origin): ConnectionRecord {
  const known = concluded.get(record);
  if (known?.openedFor === origin) return known;
  const made: ConnectionRecord = { ...record, openedFor: origin, openedForCertainty: 'derived' };
  concluded.set(record, made);
  return made;
}

function groupByAddress(uses: Iterable<ConnectionUse>): Map<string, ConnectionUse[]> {
  const groups = new Map<string, ConnectionUse[]>();
  for (const use of uses) {
    if (use.record.remote === null) continue;
    const key = addressKey(use.record.remote);
    append(groups, key, use);
  }
  for (const group of groups.values()) group.sort((a, b) => usableFrom(a) - usableFrom(b));
  return groups;
}
