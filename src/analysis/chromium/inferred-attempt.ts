import type { RequestRecord } from '../../model/capture.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import { coalescingOf } from '../coalescing.ts';
import type { ConnectionIndex } from '../connection-index.ts';
import type { HiddenAttempt } from './hidden-attempt.ts';

/** The attempts that were told, with the inferred one before them. */
export function withHiddenAttempt(
  request: RequestRecord,
  told: readonly AnalysedAttempt[],
  hidden: HiddenAttempt,
  index: ConnectionIndex,
): readonly AnalysedAttempt[] {
  const { connection, startedAt, endedAt, confidence, basis } = hidden;
  const { coalesced } = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  const first: AnalysedAttempt = {
    connection,
    stream: null,
    status: MISDIRECTED,
    error: null,
    startedAt,
    endedAt,
    // Had it been on the origin's own connection, Chromium would not have opened another.
    coalesced: coalesced ?? true,
    coalescedCertainty: 'inferred',
    hidden: true,
    certainty: 'inferred',
    confidence,
    misdirected: true,
    resent: false,
    basis,
  };
  return [first, ...told.map((attempt) => ({ ...attempt, resent: true }))];
}
