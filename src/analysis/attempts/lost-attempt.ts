import type { ConnectionId, EpochMs } from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import type { AttemptBasis } from './attempt-basis.ts';

/** A first attempt that no source reported. */
export interface LostAttempt {
  /** Null when several connections could have carried it. */
  readonly connection: ConnectionId | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly coalesced: boolean | null;
  readonly coalescedCertainty: Certainty;
  readonly certainty: 'derived' | 'inferred';
  readonly confidence: number;
  /** False when what came after shows that the response was not a 421. */
  readonly misdirected: boolean;
  /** When the request was sent again; null when its reported start is that. */
  readonly resentAt: EpochMs | null;
  readonly basis: AttemptBasis;
}

/** The reported attempts of a request after the one that was lost. */
export function withLostAttempt(
  lost: LostAttempt,
  reported: readonly AnalysedAttempt[],
): readonly AnalysedAttempt[] {
  const { resentAt, ...known } = lost;
  const { misdirected } = lost;
  const first: AnalysedAttempt = {
    ...known,
    stream: null,
    status: misdirected ? MISDIRECTED : null,
    error: null,
    hidden: true,
    resent: false,
  };
  const resend = (attempt: AnalysedAttempt): AnalysedAttempt => ({
    ...attempt,
    resent: misdirected,
    startedAt: resentAt ?? attempt.startedAt,
  });
  return [first, ...reported.map(resend)];
}
