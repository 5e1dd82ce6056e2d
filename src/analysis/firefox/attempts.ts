import type { RequestRecord } from '../../model/capture.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import { coalescingOf } from '../coalescing.ts';
import type { ConnectionIndex } from '../connection-index.ts';
import type { DiscardedAttempt } from './reconstruct.ts';

/** How often each trace was right (firefox/discarded.ts); one of two that agree is no reason to be surer than the better. */
const TYPE = 0.99;
const TIMING = 0.98;
/**
 * Both traces say that an answer was thrown away, which Firefox does with a 408 too (not with 425 or 503). A 408 comes
 * on a connection that the origin has to itself as well as on a shared one, a 421 there is rare: no measurement,
 * a caution.
 */
const OWN_CONNECTION = 0.9;

/** The attempts that were told, with the one before them whose answer Firefox threw away. */
export function withDiscardedAttempt(
  request: RequestRecord,
  toldOf: readonly AnalysedAttempt[],
  discarded: DiscardedAttempt,
  index: ConnectionIndex,
): readonly AnalysedAttempt[] {
  const { connection, misdirected, visible, sentAt, endedAt, resentAt } = discarded;
  const { coalesced, certainty } = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  const first: AnalysedAttempt = {
    connection,
    stream: null,
    status: misdirected ? MISDIRECTED : null,
    error: null,
    startedAt: sentAt,
    endedAt,
    coalesced,
    coalescedCertainty: certainty,
    hidden: true,
    certainty: visible ? 'derived' : 'inferred',
    confidence: visible ? 1 : confidenceOf(discarded, coalesced),
    misdirected,
    resent: false,
    basis: basisOf(discarded),
  };
  return [
    first,
    ...toldOf.map((attempt) => ({
      ...attempt,
      resent: misdirected,
      startedAt: resentAt ?? attempt.startedAt,
    })),
  ];
}

function confidenceOf({ byType, misdirected }: DiscardedAttempt, coalesced: boolean | null): number {
  const own = coalesced === false && misdirected ? OWN_CONNECTION : 1;
  return (byType ? TYPE : TIMING) * own;
}

function basisOf({ byType, byTiming, visible, misdirected }: DiscardedAttempt): string {
  if (visible) return VISIBLE;
  const traces = [
    ...(byType ? ['two content types in one header'] : []),
    ...(byTiming ? ['a time of sending without one of waiting'] : []),
  ].join(' and ');
  const then = misdirected
    ? 'as after a 421 (or, rarely, a 408)'
    : 'not after a 421, for the new connection lived on; perhaps after a 408';
  return `Firefox left ${traces}: it threw an answer away and sent the request again, ${then}.`;
}

const VISIBLE = 'The page saw a 421; Firefox shows one only after it has tried once before and got 421 too.';
