import type { RequestRecord } from '../../model/capture.ts';
import type { AttemptBasis } from '../attempts/attempt-basis.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { DiscardedAttempt } from './reconstruct.ts';

/** How often each trace was right (discarded.ts). Two that agree give no more confidence than the better one. */
const TYPE = 0.99;
const TIMING = 0.98;
/**
 * Both traces show that a response was discarded, which Firefox does with a 408 too (not with 425 or 503). A 408 comes
 * on a connection of the origin's own as well as on a shared one; a 421 is rare there. A precaution, not measured.
 */
const OWN_CONNECTION = 0.9;

/** The first attempt at a request, whose response Firefox discarded. */
export function lostAttemptOf(
  request: RequestRecord,
  discarded: DiscardedAttempt,
  index: ConnectionIndex,
): LostAttempt {
  const { connection, misdirected, visible, sentAt, endedAt, resentAt } = discarded;
  const { coalesced, certainty } = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  return {
    connection,
    startedAt: sentAt,
    endedAt,
    coalesced,
    coalescedCertainty: certainty,
    certainty: visible ? 'derived' : 'inferred',
    confidence: visible ? 1 : confidenceOf(discarded, coalesced),
    misdirected,
    resentAt,
    basis: basisOf(discarded),
  };
}

function confidenceOf({ byType, misdirected }: DiscardedAttempt, coalesced: boolean | null): number {
  const own = coalesced === false && misdirected ? OWN_CONNECTION : 1;
  return (byType ? TYPE : TIMING) * own;
}

function basisOf({ byType, byTiming, visible, misdirected }: DiscardedAttempt): AttemptBasis {
  if (visible) return { code: 'visible-421', family: 'firefox' };
  return { code: 'discarded-response', byType, byTiming, misdirected };
}
