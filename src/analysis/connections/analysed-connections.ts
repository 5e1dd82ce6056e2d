import type { ConnectionId, EpochMs, RequestId } from '../../model/capture.ts';
import { type Certainty, compareCertainty } from '../../model/certainty.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type {
  AnalysedAttempt,
  AnalysedConnection,
  AnalysedRequest,
  AttemptRef,
  OriginOnConnection,
  SharingReason,
} from '../analysis.ts';
import type { Redundant } from '../redundancy/redundant-connections.ts';
import type { ConnectionIndex } from './connection-index.ts';

interface Carried {
  requests: number;
  last: RequestId | null;
  coalesced: boolean | null;
  certainty: Certainty;
  why: readonly SharingReason[];
  whyCertainty: Certainty;
}

interface Draft {
  readonly refs: { ref: AttemptRef; at: EpochMs }[];
  readonly origins: Map<Origin, Carried>;
  firstAt: EpochMs | null;
  lastAt: EpochMs | null;
}

/**
 * Every connection of the capture with the attempts and origins that it carried. A connection from before the last
 * clear is included when an attempt that no source reported was sent on it.
 */
export function* analysedConnections(
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  index: ConnectionIndex,
  { redundant, possible }: Redundant,
): Steps<Map<ConnectionId, AnalysedConnection>> {
  const drafts = new Map<ConnectionId, Draft>();
  for (const [id, { record }] of index.byId) {
    drafts.set(id, { refs: [], origins: new Map(), firstAt: record.openedAt, lastAt: record.openedAt });
  }
  yield* stepping(requests.values(), (request) => {
    request.attempts.forEach((attempt, i) => {
      const draft = attempt.connection === null ? undefined : drafts.get(attempt.connection);
      if (draft !== undefined) addAttempt(draft, request, attempt, i);
    });
  });
  const connections = new Map<ConnectionId, AnalysedConnection>();
  yield* stepping(index.byId, ([id, { record, current }]) => {
    const draft = drafts.get(id);
    if (draft === undefined || (draft.refs.length === 0 && !current)) return;
    connections.set(id, {
      record,
      attempts: sorted(draft),
      origins: Array.from(draft.origins, originOnConnection),
      redundant: redundant.get(id) ?? null,
      possibleCauses: [...(possible.get(id) ?? [])],
      firstAt: draft.firstAt,
      lastAt: draft.lastAt,
    });
  });
  return connections;
}

function addAttempt(draft: Draft, request: AnalysedRequest, attempt: AnalysedAttempt, index: number): void {
  const { startedAt, endedAt } = attempt;
  draft.refs.push({ ref: { request: request.record.id, index }, at: startedAt ?? Number.POSITIVE_INFINITY });
  if (startedAt !== null) draft.firstAt = Math.min(draft.firstAt ?? startedAt, startedAt);
  const until = endedAt ?? startedAt;
  if (until !== null) draft.lastAt = Math.max(draft.lastAt ?? until, until);
  addOrigin(draft.origins, request, attempt);
}

function addOrigin(origins: Map<Origin, Carried>, request: AnalysedRequest, attempt: AnalysedAttempt): void {
  const { id, origin } = request.record;
  if (origin === null) return;
  let carried = origins.get(origin);
  if (carried === undefined) {
    const { coalesced, coalescedCertainty: certainty } = attempt;
    carried = { requests: 0, last: null, coalesced, certainty, why: [], whyCertainty: 'unknown' };
    origins.set(origin, carried);
  }
  if (carried.last !== id) carried.requests += 1;
  carried.last = id;
  if (attempt.coalesced === true && compareCertainty(request.whyCertainty, carried.whyCertainty) > 0) {
    carried.why = request.why;
    carried.whyCertainty = request.whyCertainty;
  }
}

function originOnConnection([origin, carried]: [Origin, Carried]): OriginOnConnection {
  const { requests, coalesced, why, certainty } = carried;
  return { origin, requests, coalesced: coalesced === true, why: coalesced === true ? why : [], certainty };
}

function sorted({ refs }: Draft): AttemptRef[] {
  // Attempts come in the capture's order, mostly sorted already; the sort is stable.
  return refs.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ ref }) => ref);
}
