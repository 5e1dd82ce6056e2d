import type { Capture, RequestId } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import { type BrowserRules, readingOf } from '../browsers/browser-rules.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { hiddenAttempts } from './hidden-attempt.ts';
import { attemptsBeforeVisible421s } from './visible-421.ts';

/** Chrome, Edge and others with Chromium's network stack. */
export const CHROMIUM_RULES: BrowserRules = {
  family: 'chromium',
  *read(capture) {
    yield;
    return readingOf(capture, (index) => lostAttempts(capture, index));
  },
  // The second attempt after a 421 is not shared with other hosts (`enable_ip_based_pooling` is off for it).
  visible421NamesOpener: true,
  retiresConnectionOn421: false,
  hiddenAttemptEvidence: () => 'timing',
};

function* lostAttempts(capture: Capture, index: ConnectionIndex): Steps<Map<RequestId, LostAttempt>> {
  const visible = yield* attemptsBeforeVisible421s(capture, index);
  const hidden = yield* hiddenAttempts(capture, index);
  return new Map([...visible, ...hidden]);
}
