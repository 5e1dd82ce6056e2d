import type { Capture, ConnectionId, RequestId } from '../model/capture.ts';
import { type Steps, stepping } from '../model/steps.ts';
import type {
  AnalysedConnection,
  AnalysedRequest,
  Cost,
  FindingFacts,
  RedundancyCause,
  Summary,
} from './analysis.ts';

/**
 * Counts what was concluded. Inferred attempts count like the others. Where a number is shown and the capture has the
 * gap `hidden-attempts-inferred`, the text next to it must say that it depends on inference.
 *
 * `resentRequests` are the requests that were sent again after a 421, by the browser (an attempt that
 * follows a misdirected one) or by the page (another request for the same thing).
 */
export function* summarise(
  capture: Capture,
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  connections: ReadonlyMap<ConnectionId, AnalysedConnection>,
  findings: readonly FindingFacts[],
  cost: Cost,
): Steps<Summary> {
  let attempts = 0;
  let coalescedRequests = 0;
  let misdirectedAttempts = 0;
  let hiddenAttempts = 0;
  let visibleMisdirected = 0;
  let resentRequests = 0;
  let wastedMs = 0;
  const origins = new Set<string>();
  yield* stepping(requests.values(), (request) => {
    if (request.record.origin !== null) origins.add(request.record.origin);
    let coalesced = false;
    let resent = request.resentAs !== null;
    attempts += request.attempts.length;
    for (const attempt of request.attempts) {
      if (attempt.coalesced === true) coalesced = true;
      if (attempt.misdirected) misdirectedAttempts += 1;
      if (attempt.hidden) hiddenAttempts += 1;
      else if (attempt.misdirected) visibleMisdirected += 1;
      if (attempt.resent) resent = true;
    }
    if (coalesced) coalescedRequests += 1;
    if (resent) resentRequests += 1;
    wastedMs += request.wastedMs ?? 0;
  });
  const hasConnections = connections.size > 0 || attempts === 0;
  return {
    requests: capture.requests.length,
    connections: hasConnections ? connections.size : null,
    origins: origins.size,
    coalescedRequests: hasConnections ? coalescedRequests : null,
    misdirectedAttempts,
    hiddenAttempts,
    visibleMisdirected,
    resentRequests,
    misroutedRequests: requestsOf(findings, 'misrouted-suspected'),
    redundantConnections: countByCause(connections.values(), certain),
    redundantAtMost: countByCause(connections.values(), possible),
    possiblyRedundant: [...connections.values()].filter(isUndecided).length,
    wastedMs,
    cost,
  };
}

function requestsOf(findings: readonly FindingFacts[], kind: FindingFacts['kind']): number {
  return new Set(findings.flatMap((finding) => (finding.kind === kind ? finding.requests : []))).size;
}

/** The lower bound. Inferred causes may be wrong, so they count in the upper bound only. */
function certain({ redundant }: AnalysedConnection): readonly RedundancyCause[] {
  const certainty = redundant?.certainty;
  return redundant !== null && (certainty === 'observed' || certainty === 'derived') ? [redundant.cause] : [];
}

/** The upper bound. Uncertain connections list every possible cause in `possibleCauses`. */
function possible({ redundant, possibleCauses }: AnalysedConnection): readonly RedundancyCause[] {
  if (possibleCauses.length > 0) return possibleCauses;
  return redundant === null ? [] : [redundant.cause];
}

/** It may be redundant, but the capture does not show enough to decide that, or to name the cause. */
function isUndecided(connection: AnalysedConnection): boolean {
  return certain(connection).length === 0 && possible(connection).length > 0;
}

function countByCause(
  connections: Iterable<AnalysedConnection>,
  causesOf: (connection: AnalysedConnection) => readonly RedundancyCause[],
): Summary['redundantConnections'] {
  const counts: Partial<Record<RedundancyCause, number>> = {};
  for (const connection of connections) {
    for (const cause of causesOf(connection)) counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}
