import type { AttemptRecord, EvidenceSource, RequestId, RequestRecord } from '../capture.ts';
import { type Origin, originOf } from '../origin.ts';
import { bestSource, type FactsBySource, foldFacts, overlay, sourcesOf } from './merge.ts';

/** A request while evidence about it arrives. */
export interface RequestDraft {
  readonly id: RequestId;
  readonly url: string;
  readonly method: string;
  readonly origin: Origin | null;
  readonly facts: FactsBySource<RequestRecord>;
  /** Every attempt, from a source that sees them all. */
  readonly attempts: AttemptRecord[];
  /** The attempt that the page saw, from the sources that see only that one. */
  readonly final: FactsBySource<AttemptRecord>;
  /** The record made from it; null when it has changed since. */
  record: RequestRecord | null;
}

/** An attempt about which nothing is known except that it was made. */
export const EMPTY_ATTEMPT: AttemptRecord = {
  connection: null,
  stream: null,
  status: null,
  error: null,
  startedAt: null,
  endedAt: null,
  reused: null,
  restart: null,
  phases: null,
  bodySent: null,
  answerHeaders: null,
};

export function newRequestDraft(id: RequestId, url: string, method: string): RequestDraft {
  return { id, url, method, origin: originOf(url), facts: {}, attempts: [], final: {}, record: null };
}

export function requestRecord(draft: RequestDraft): RequestRecord {
  if (draft.record !== null) return draft.record;
  const sources = sourcesOf(draft.facts);
  draft.record = foldFacts<RequestRecord>(
    {
      id: draft.id,
      url: draft.url,
      method: draft.method,
      origin: draft.origin,
      startedAt: null,
      endedAt: null,
      status: null,
      error: null,
      fromCache: false,
      fromServiceWorker: false,
      protocol: null,
      remote: null,
      resourceType: null,
      initiator: null,
      requestHeaders: null,
      responseHeaders: null,
      responseBody: null,
      transferSize: null,
      privacyMode: null,
      partition: null,
      certificateId: null,
      discardedType: null,
      tunnelStatus: null,
      redirectedTo: null,
      attempts: attemptsOf(draft),
      attemptsComplete: draft.attempts.length > 0,
      har: null,
      sources,
    },
    draft.facts,
    { initiator: initiatorOf(draft, sources) },
  );
  return draft.record;
}

/** NetLog and webRequest know only the initiator's origin: a whole URL from any source says more. */
function initiatorOf({ facts }: RequestDraft, sources: readonly EvidenceSource[]): string | null {
  let origin: string | null = null;
  for (const source of sources) {
    const initiator = facts[source]?.initiator ?? null;
    if (initiator === null) continue;
    if (sources.length === 1 || initiator !== originOf(initiator)) return initiator;
    origin ??= initiator;
  }
  return origin;
}

/** The complete list where a source has it; the last attempt is enriched by what the other sources saw of it. */
function attemptsOf(draft: RequestDraft): AttemptRecord[] {
  const known = Array.from(draft.attempts, (attempt) => attempt ?? EMPTY_ATTEMPT);
  if (bestSource(draft.final) === null) return known;
  const final = foldFacts(EMPTY_ATTEMPT, draft.final);
  const last = known.pop();
  return last === undefined ? [final] : [...known, overlay(final, last)];
}
