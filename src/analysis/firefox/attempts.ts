import type { RequestRecord } from '../../model/capture.ts';
import type { AttemptBasis } from '../attempts/attempt-basis.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { DiscardedAttempt } from './reconstruct.ts';

/** The first attempt at a request, whose response Firefox discarded. */
export function lostAttemptOf(
  request: RequestRecord,
  discarded: DiscardedAttempt,
  index: ConnectionIndex,
): LostAttempt {
  const { connection, misdirected, confidence, visible, sentAt, endedAt, resentAt } = discarded;
  const { coalesced, certainty } = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  return {
    connection,
    startedAt: sentAt,
    endedAt,
    coalesced,
    coalescedCertainty: certainty,
    certainty: visible ? 'derived' : 'inferred',
    confidence,
    misdirected,
    resentAt,
    basis: basisOf(discarded),
  };
}

function basisOf({ byType, byTiming, visible, misdirected }: DiscardedAttempt): AttemptBasis {
  if (visible) return { code: 'visible-421', family: 'firefox' };
  return { code: 'discarded-response', byType, byTiming, misdirected };
}
