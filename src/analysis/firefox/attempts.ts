import type { RequestRecord } from '../../model/capture.ts';
import type { AttemptBasis } from '../attempts/attempt-basis.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { coalescingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { DiscardedAttempt } from './reconstruct.ts';

/**
 * How often a discarded response that is taken for a 421 was one: 278 of 306 in random runs (docs/accuracy.md, seeds 1
 * to 64), whichever trace showed it and on whichever connection. The others were 408s.
 */
const DISCARDED_421 = 0.91;

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
    confidence: visible ? 1 : DISCARDED_421,
    misdirected,
    resentAt,
    basis: basisOf(discarded),
  };
}

function basisOf({ byType, byTiming, visible, misdirected }: DiscardedAttempt): AttemptBasis {
  if (visible) return { code: 'visible-421', family: 'firefox' };
  return { code: 'discarded-response', byType, byTiming, misdirected };
}
