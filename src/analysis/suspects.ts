import type { Capture, EpochMs, Millis, RequestRecord } from '../model/capture.ts';
import { MISDIRECTED } from '../model/misdirected.ts';
import { type Steps, stepping } from '../model/steps.ts';
import { quickestAnswers } from './address-times.ts';
import { networkStart } from './attempt-times.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse } from './connection-index.ts';
import type { Stall } from './hidden-confidence.ts';
import { StallNoise } from './stall-noise.ts';

/**
 * How a request came to its new connection: it waited for its set-up (`opener`), it was the first on one that
 * nobody was seen to open (`first`), it was on its way while the connection was made (`follower`), or it came
 * later to one that speaks HTTP/1.1, which does not keep Chromium from trying a shared one first (`again`).
 */
export type Role = 'opener' | 'first' | 'follower' | 'again';

/** A request that ended well on a connection that was new for it, and stood still before. */
export interface Suspect {
  readonly request: RequestRecord;
  readonly use: ConnectionUse;
  readonly start: EpochMs;
  readonly stall: Stall;
  readonly role: Role;
}

/** Below this no stall says anything; it keeps the many quick requests out of the closer looks. */
const LEAST_STALL: Millis = 2.5;

export function* suspectsOf(capture: Capture, index: ConnectionIndex): Steps<Suspect[]> {
  const suspects: Suspect[] = [];
  let quickest: Map<string, Millis> | null = null;
  let noise: StallNoise | null = null;
  yield* stepping(capture.requests, (request) => {
    const final = request.attempts.at(-1);
    const time = final?.phases?.stalled ?? null;
    if (final === undefined || time === null || time < LEAST_STALL) return;
    if (request.attemptsComplete || !endedWell(request)) return;
    const use = final.connection === null ? undefined : index.byId.get(final.connection);
    const remote = use?.record.remote ?? null;
    const start = networkStart(request, final);
    if (use === undefined || remote === null || start === null) return;
    const role = roleOf(request, use, start, final.reused);
    if (role === null) return;
    quickest ??= quickestAnswers(capture, index);
    noise ??= new StallNoise(capture, index);
    const quickestAnswer = quickest.get(addressKey(remote)) ?? null;
    const stall: Stall = { time, quickestAnswer, noise: noise.during(start, start + time) };
    suspects.push({ request, use, start, role, stall });
  });
  return suspects;
}

function endedWell({ status, fromCache, fromServiceWorker }: RequestRecord): boolean {
  return status !== null && status !== 0 && status !== MISDIRECTED && !fromCache && !fromServiceWorker;
}

/** Times of HAR entries are whole milliseconds, and DevTools' clock is not the network's. */
const CLOCK_SLACK: Millis = 4;

function roleOf(
  request: RequestRecord,
  use: ConnectionUse,
  start: EpochMs,
  reused: boolean | null,
): Role | null {
  if (reused === false) return 'opener';
  if (use.opener === null) {
    if (use.record.openedFor !== null) return null;
    if (use.first !== request) return 'follower';
    // Only navigations are preconnected as a rule; another first one may have come to an older connection.
    return request.resourceType === 'document' ? 'first' : null;
  }
  if (use.readyAt === null) return null;
  if (start <= use.readyAt + CLOCK_SLACK) return 'follower';
  return use.record.protocol === 'http/1.1' ? 'again' : null;
}
