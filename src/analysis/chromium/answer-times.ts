import type { AttemptRecord, Capture, Millis } from '../../model/capture.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { addressKey, type ConnectionIndex } from '../connections/connection-index.ts';

/**
 * The shortest time that a response from each address took, from sending to its first byte: no round trip to
 * that address is longer. Both phases count, because a busy browser records part of the wait as `send`.
 */
export function* quickestAnswers(capture: Capture, index: ConnectionIndex): Steps<Map<string, Millis>> {
  const quickest = new Map<string, Millis>();
  yield* stepping(capture.requests, ({ attempts }) => {
    const final = attempts.at(-1);
    const remote = final?.connection == null ? null : index.byId.get(final.connection)?.record.remote;
    const took = final === undefined ? null : answerTime(final);
    if (remote == null || took === null) return;
    const key = addressKey(remote);
    const known = quickest.get(key);
    if (known === undefined || took < known) quickest.set(key, took);
  });
  return quickest;
}

/** From the start of sending to the first byte of the response. */
export function answerTime({ phases, status }: AttemptRecord): Millis | null {
  if (phases === null || phases.wait === null || status === null || status === 0) return null;
  return (phases.send ?? 0) + phases.wait;
}
