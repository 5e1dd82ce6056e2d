import type { RequestRecord } from '../model/capture.ts';
import type { AnalysedAttempt } from './analysis.ts';
import { networkStart } from './attempt-times.ts';
import { MISDIRECTED } from './attempts.ts';
import type { BrowserFamily } from './browser-family.ts';
import { coalescingOf } from './coalescing.ts';
import type { ConnectionIndex } from './connection-index.ts';

const BASIS: Readonly<Record<BrowserFamily, string>> = {
  chromium: 'The page saw a 421; Chromium shows one only after it has tried once before and got 421 too.',
  firefox: 'The page saw a 421; Firefox shows one only after it has tried once before and got 421 too.',
};

/**
 * A 421 that the page can see is the second one: both browsers re-send a 421 once, by themselves, whatever
 * the method (measured: 78 of 78 visible ones in Chromium; Fetch standard, HTTP-network fetch). So the first
 * attempt follows, although nobody reported it. Not so for an answer from a cache or from a service worker.
 */
export function withDerivedAttempt(
  request: RequestRecord,
  told: readonly AnalysedAttempt[],
  family: BrowserFamily | null,
  index: ConnectionIndex,
): readonly AnalysedAttempt[] {
  const final = told[0];
  if (family === null || request.attemptsComplete || final === undefined || told.length !== 1) return told;
  if (final.status !== MISDIRECTED || request.fromCache || request.fromServiceWorker) return told;
  const record = request.attempts.at(-1);
  const startedAt = record === undefined ? request.startedAt : networkStart(request, record);
  const stalled = record?.phases?.stalled ?? null;
  const own = family === 'chromium' && wasReadyBefore(request, final, index, startedAt);
  // The lost attempt stands in the stall; in one that also waited for a new connection its end is not known.
  const timed = startedAt !== null && stalled !== null && (own || record?.reused === false);
  const endedAt = timed ? startedAt + stalled : null;
  const connection = own ? final.connection : null;
  const use = connection === null ? undefined : index.byId.get(connection);
  const { coalesced, certainty } = coalescingOf(request.origin, use);
  const first: AnalysedAttempt = {
    connection,
    stream: null,
    status: MISDIRECTED,
    error: null,
    startedAt,
    endedAt,
    coalesced,
    coalescedCertainty: certainty,
    hidden: true,
    certainty: 'derived',
    confidence: 1,
    misdirected: true,
    resent: false,
    basis: BASIS[family],
  };
  return [first, { ...final, startedAt: endedAt ?? final.startedAt, resent: true }];
}

/**
 * Chromium re-sends on the same connection when the 421 came on the origin's own one. It was its own when it
 * was ready before this request began: with an own connection open, no other is looked for.
 */
function wasReadyBefore(
  request: RequestRecord,
  final: AnalysedAttempt,
  index: ConnectionIndex,
  startedAt: number | null,
): boolean {
  const use = final.connection === null ? undefined : index.byId.get(final.connection);
  if (use === undefined || startedAt === null || use.readyAt === null) return false;
  return use.record.openedFor === request.origin && use.readyAt <= startedAt;
}
