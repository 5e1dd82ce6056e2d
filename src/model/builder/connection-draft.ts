import type { ConnectionId, ConnectionRecord, EvidenceSource } from '../capture.ts';
import { compareCertainty } from '../certainty.ts';
import type { Origin } from '../origin.ts';
import { addFacts, type FactsBySource, foldFacts, sourcesOf } from './merge.ts';

/** A connection while evidence about it arrives. */
export interface ConnectionDraft {
  readonly id: ConnectionId;
  readonly facts: FactsBySource<ConnectionRecord>;
  /** The record made from it; null when it has changed since. */
  record: ConnectionRecord | null;
  /** From before a clear: the origins that had good answers on it by then. Null for one first known since. */
  servedBefore: Set<Origin> | null;
}

export function newConnectionDraft(id: ConnectionId): ConnectionDraft {
  return { id, facts: {}, record: null, servedBefore: null };
}

/** Adds what a source states. The origin that it was opened for is replaced only by a surer statement. */
export function addConnectionFacts(
  draft: ConnectionDraft,
  source: EvidenceSource,
  { openedFor, openedForCertainty, ...rest }: Partial<ConnectionRecord>,
): void {
  addFacts(draft.facts, source, rest);
  const known = draft.facts[source]?.openedForCertainty ?? 'unknown';
  if (openedFor && openedForCertainty && compareCertainty(openedForCertainty, known) > 0) {
    addFacts(draft.facts, source, { openedFor, openedForCertainty });
  }
  draft.record = null;
}

export function isClosed({ facts }: ConnectionDraft): boolean {
  return sourcesOf(facts).some((source) => facts[source]?.closedAt);
}

export function connectionRecord(draft: ConnectionDraft): ConnectionRecord {
  if (draft.record !== null) return draft.record;
  draft.record = foldFacts<ConnectionRecord>(
    {
      id: draft.id,
      protocol: null,
      remote: null,
      openedFor: null,
      openedForCertainty: 'unknown',
      openedAt: null,
      closedAt: null,
      closeReason: null,
      certificate: null,
      clientCertificate: null,
      privacyMode: null,
      credentials: null,
      partition: null,
      proxy: null,
      setup: null,
      originFrame: null,
      originFrameAt: null,
      retiredAt: null,
      refused: null,
      supersededBy: null,
      reconstructed: false,
      sources: sourcesOf(draft.facts),
    },
    draft.facts,
    openingOf(draft),
  );
  return draft.record;
}

/** The surest of the statements of several sources; of equally sure ones, the best source's. */
function openingOf({ facts }: ConnectionDraft): Pick<ConnectionRecord, 'openedFor' | 'openedForCertainty'> {
  let opening: ReturnType<typeof openingOf> = { openedFor: null, openedForCertainty: 'unknown' };
  for (const source of sourcesOf(facts)) {
    const { openedFor, openedForCertainty } = facts[source] ?? {};
    if (!openedFor || !openedForCertainty) continue;
    if (compareCertainty(openedForCertainty, opening.openedForCertainty) > 0) {
      opening = { openedFor, openedForCertainty };
    }
  }
  return opening;
}
