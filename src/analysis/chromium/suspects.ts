import type { Capture, ConnectionRecord, EpochMs, Millis, RequestRecord } from '../../model/capture.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import { originParts } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import { DEVTOOLS_AND_NETWORK } from '../clock-slack.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse } from '../connections/connection-index.ts';
import { Alternatives } from './alternative-services.ts';
import { quickestAnswers } from './answer-times.ts';
import type { Stall } from './hidden-confidence.ts';
import { waitedForSetup, wasResolvedAnew } from './opening.ts';
import { StallNoise } from './stall-noise.ts';

/**
 * How a request got its new connection. It waited for the setup (`opener`); it was made while the connection was opened (`follower`); it came later, over HTTP/1.1, which
 * does not keep Chromium from trying a shared connection first (`again`); or it came later although its origin had
 * offered HTTP/3, for which Chromium tries a shared connection first too (`past-alternative`).
 */
export type Role = 'opener' | 'follower' | 'again' | 'past-alternative';

/** A request that stalled, then ended well on a connection that was not its browser's first choice. */
export interface Suspect {
  readonly request: RequestRecord;
  readonly use: ConnectionUse;
  readonly start: EpochMs;
  readonly stall: Stall;
  readonly role: Role;
}

/** Shorter stalls show nothing. This excludes the many quick requests from the costlier checks. */
const LEAST_STALL: Millis = 2.5;

export function* suspectsOf(capture: Capture, index: ConnectionIndex): Steps<Suspect[]> {
  const stalled: StalledRequest[] = [];
  yield* stepping(capture.requests, (request) => {
    const found = stalledOn(request, index);
    if (found !== null) stalled.push(found);
  });
  if (stalled.length === 0) return [];
  const alternatives = yield* Alternatives.read(capture, index);
  const quickest = yield* quickestAnswers(capture, index);
  const noise = yield* StallNoise.read(capture, index);
  const suspects: Suspect[] = [];
  yield* stepping(stalled, ({ request, use, start, time, reused, address }) => {
    const role = roleOf(request, use, start, reused, alternatives);
    if (role === null) return;
    const quickestAnswer = quickest.get(address) ?? null;
    const stall: Stall = { time, quickestAnswer, noise: noise.during(start, start + time) };
    suspects.push({ request, use, start, role, stall });
  });
  return suspects;
}

interface StalledRequest {
  readonly request: RequestRecord;
  readonly use: ConnectionUse;
  readonly start: EpochMs;
  readonly time: Millis;
  readonly reused: boolean | null;
  readonly address: string;
}

/** A request that stalled, on a connection to a known address; null for any other. */
function stalledOn(request: RequestRecord, index: ConnectionIndex): StalledRequest | null {
  const final = request.attempts.at(-1);
  const time = final?.phases?.stalled ?? null;
  if (final === undefined || time === null || time < LEAST_STALL) return null;
  if (request.attemptsComplete || !endedWell(request)) return null;
  const use = final.connection === null ? undefined : index.byId.get(final.connection);
  const remote = use?.record.remote ?? null;
  const start = networkStart(request, final);
  if (use === undefined || remote === null || start === null) return null;
  if (isThroughProxy(request, use.record)) return null;
  return { request, use, start, time, reused: final.reused, address: addressKey(remote) };
}

function endedWell({ status, fromCache, fromServiceWorker }: RequestRecord): boolean {
  return status !== null && status !== 0 && status !== MISDIRECTED && !fromCache && !fromServiceWorker;
}

function roleOf(
  request: RequestRecord,
  use: ConnectionUse,
  start: EpochMs,
  reused: boolean | null,
  alternatives: Alternatives,
): Role | null {
  if (reused === false) return waitedForSetup(request) && !wasResolvedAnew(request) ? 'opener' : null;
  const beingMade =
    use.opener !== null && use.readyAt !== null && start <= use.readyAt + DEVTOOLS_AND_NETWORK;
  if (beingMade) return 'follower';
  if (alternatives.ignoredBy(request, use, start)) return 'past-alternative';
  if (use.record.protocol !== 'http/1.1') return null;
  return use.readyAt !== null || (use.opener === null && reused === true) ? 'again' : null;
}

/** A TCP connection to another port than the URL's leads to a proxy, through which nothing is coalesced by address. */
function isThroughProxy({ url }: RequestRecord, { protocol, remote }: ConnectionRecord): boolean {
  const port = originParts(url)?.port;
  return protocol !== 'h3' && remote !== null && port !== undefined && port !== remote.port;
}
