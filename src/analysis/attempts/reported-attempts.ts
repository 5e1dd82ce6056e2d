import { EMPTY_ATTEMPT } from '../../model/builder/request-draft.ts';
import type { AttemptRecord, EvidenceSource, RequestRecord } from '../../model/capture.ts';
import { isCompleteLog } from '../../model/evidence-sources.ts';
import { isMisdirected, MISDIRECTED } from '../../model/misdirected.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { AttemptBasis } from './attempt-basis.ts';

/** The attempts that the sources reported, in order. The first attempts that they hide are added by lost-attempt.ts. */
export function reportedAttempts(request: RequestRecord, index: ConnectionIndex): AnalysedAttempt[] {
  const basis = { code: 'reported', source: reporterOf(request) } as const;
  const records = attemptRecords(request);
  let previousMisdirected = false;
  return records.map((record, i) => {
    const last = i === records.length - 1;
    const attempt = reportedAttempt(request, record, last, previousMisdirected, basis, index);
    previousMisdirected = attempt.misdirected;
    return attempt;
  });
}

function reportedAttempt(
  request: RequestRecord,
  record: AttemptRecord,
  last: boolean,
  resent: boolean,
  basis: AttemptBasis,
  index: ConnectionIndex,
): AnalysedAttempt {
  const use = record.connection === null ? undefined : index.byId.get(record.connection);
  const { coalesced, certainty } = coalescingOf(request.origin, use);
  const misdirected = isMisdirected(record) || (last && request.status === MISDIRECTED);
  const status = misdirected ? MISDIRECTED : (record.status ?? (last ? request.status : null));
  return {
    connection: record.connection,
    stream: record.stream,
    status,
    error: record.error ?? (last ? request.error : null),
    startedAt: record.startedAt ?? (last ? request.startedAt : null),
    endedAt: record.endedAt ?? (last ? request.endedAt : null),
    coalesced,
    coalescedCertainty: certainty,
    hidden: !last,
    certainty: 'observed',
    confidence: 1,
    misdirected,
    resent,
    basis,
  };
}

/** Whether any attempt at the request reached the network. */
export function reachedNetwork(request: RequestRecord): boolean {
  return attemptRecords(request).length > 0;
}

/**
 * What reached the network. A response from a cache did not, nor did a request that failed before it had a
 * connection (blocked, no such host). A response whose connection no source names (webRequest alone) did.
 */
function attemptRecords(request: RequestRecord): readonly AttemptRecord[] {
  const { attempts, fromCache, fromServiceWorker, status, origin } = request;
  if (request.attemptsComplete) return attempts;
  const final = attempts.at(-1);
  if (final?.connection != null || final?.stream != null) return [final];
  const isLocal = fromCache || fromServiceWorker || origin === null;
  if (isLocal || status === null || status === 0) return [];
  return [final ?? EMPTY_ATTEMPT];
}

function reporterOf({ sources, attemptsComplete }: RequestRecord): EvidenceSource {
  const log = attemptsComplete ? sources.find(isCompleteLog) : undefined;
  return log ?? sources[0] ?? 'har';
}
