import type { Capture, EpochMs, RequestId, RequestRecord } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { attemptsBeforeVisible421s as attemptsBefore, type FirstPlace } from '../attempts/visible-421.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { answerTime } from './answer-times.ts';

/** The attempts that Chromium made before each 421 that the page saw. */
export function attemptsBeforeVisible421s(
  capture: Capture,
  index: ConnectionIndex,
): Steps<Map<RequestId, LostAttempt>> {
  return attemptsBefore(capture, index, 'chromium', (request, startedAt) =>
    placeOf(request, index, startedAt),
  );
}

/**
 * Chromium re-sends on the same connection when the 421 came on the origin's own one. That is so when the own one was
 * `ready` before this request began (no other is looked for then), or when it was `opened` by the first attempt: then
 * the second did not wait for it, no other request was seen to open it, and the stall is longer than a round trip
 * alone. When the second attempt waited for the setup of the own connection, there was none before, and the first was
 * `shared` with another origin.
 */
function placeOf(request: RequestRecord, index: ConnectionIndex, startedAt: EpochMs | null): FirstPlace {
  const use = index.byId.get(request.attempts.at(-1)?.connection ?? '');
  if (use === undefined || startedAt === null || use.record.openedFor !== request.origin) return 'unknown';
  // An own connection with HTTP/1.1 does not keep the browser from trying a shared one first.
  if (use.record.protocol === 'http/1.1') return 'unknown';
  const ready = use.readyAt ?? use.answeredAt;
  if (ready !== null && ready <= startedAt) return 'ready';
  if (use.opener === request) return 'shared';
  const openedByNoOther = use.readyAt === null && use.opener === null && use.first === request;
  return openedByNoOther && waitedForSetup(request) ? 'opened' : 'unknown';
}

/**
 * A setup takes at least one round trip before the one that the lost attempt took; the response to the last attempt
 * shows how long one is. Navigations are preconnected, so the first attempt need not have waited for a setup.
 */
function waitedForSetup({ attempts, resourceType }: RequestRecord): boolean {
  const final = attempts.at(-1);
  const answer = final === undefined ? null : answerTime(final);
  if (answer === null || resourceType === 'document') return false;
  return (final?.phases?.stalled ?? 0) >= 1.8 * answer;
}
