import type { RequestId } from '../../model/capture.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { attemptsBeforeVisible421s } from '../attempts/visible-421.ts';
import type { BrowserRules } from '../browsers/browser-rules.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { lostAttemptOf } from './attempts.ts';
import { tracesAreGone } from './discarded.ts';
import { asReported, type Reconstruction, reconstruct } from './reconstruct.ts';

/** Firefox and others with its network stack. */
export const FIREFOX_RULES: BrowserRules = {
  family: 'firefox',
  *read(capture) {
    const reconstruction = yield* reconstruct(capture);
    return {
      capture: reconstruction.capture,
      lostAttempts: (index) => lostAttempts(reconstruction, index),
      asReported,
    };
  },
  // Firefox re-sends on a new connection, but no source names its connections.
  visible421NamesOpener: false,
  retiresConnectionOn421: true,
  hiddenAttemptEvidence: ({ requests }) => (tracesAreGone(requests) ? 'no-traces' : 'traces'),
};

function* lostAttempts(
  { capture, discarded }: Reconstruction,
  index: ConnectionIndex,
): Steps<Map<RequestId, LostAttempt>> {
  // Firefox re-sends on a new connection, so that of the visible 421 says nothing about the first one's.
  const lost = yield* attemptsBeforeVisible421s(capture, index, 'firefox', () => 'unknown');
  yield* stepping(capture.requests, (request) => {
    const attempt = discarded.get(request.id);
    if (attempt !== undefined) lost.set(request.id, lostAttemptOf(request, attempt, index));
  });
  return lost;
}
