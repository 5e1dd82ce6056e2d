import type { Millis } from '../../model/capture.ts';

/*
 * Where the numbers come from: 325 random runs of the generator (e2e/generator, docs/accuracy.md) with seeds up to
 * 2059, round trips of 0 to 100 ms, in Chromium 156 on a very busy machine; the servers' logs were the truth. Counted
 * are requests that opened a connection while a candidate (candidates.ts) was open and that no shared connection is
 * known to serve well (known-good-sharing.ts): those that had been re-sent against those that had not. The confidence is
 * (re-sent + 1) / (all + 2), rounded down, and at most 0.99.
 *
 *   stalled    round trips   others quiet   re-sent : not
 *   >= 30 ms   >= 0.9        either             828 : 2      0.99
 *   >= 15 ms   >= 0.9        either              86 : 3      0.95
 *   >= 12 ms   >= 0.7        yes     )
 *   >= 8 ms    >= 0.9        either  )           52 : 8      0.85
 *   >= 5 ms    >= 1.2        yes     )
 *   the rest                 less than half of them          not stated: on loopback a lost round trip can be 2 ms
 */

/** How long a request stalled, and what to compare it with. */
export interface Stall {
  /** Time in the network stack before DNS and connection setup began for the request. */
  readonly time: Millis;
  /** The shortest time that any response from that address took; no round trip to it is longer. */
  readonly quickestAnswer: Millis | null;
  /** How long others stalled at that moment although their connections were ready: the machine was busy. */
  readonly noise: Millis;
}

interface Band {
  readonly from: Millis;
  readonly roundTrips: number;
  /** Only where others did not stall as long at the same moment. */
  readonly quiet: boolean;
  readonly confidence: number;
}

const BANDS: readonly Band[] = [
  { from: 30, roundTrips: 0.9, quiet: false, confidence: 0.99 },
  { from: 15, roundTrips: 0.9, quiet: false, confidence: 0.95 },
  { from: 12, roundTrips: 0.7, quiet: true, confidence: 0.85 },
  { from: 8, roundTrips: 0.9, quiet: false, confidence: 0.85 },
  { from: 5, roundTrips: 1.2, quiet: true, confidence: 0.85 },
];

/** A request that was made while a re-sent one's connection was opened, given that the re-sent one is right: 208 of 208. */
export const FOLLOWED = 0.99;

/**
 * At most this where requests on ready connections stalled as long at the same moment. In 71 runs like pages of the web
 * (seeds 5001 to 5118, e2e/generator/field) on a machine with a load of 6 to 18: 67 re-sent, 5 not; of those that
 * stalled longer than that, 177 re-sent, 1 not.
 */
const NOISY = 0.91;

/** At most this where the capture has no control group: judged, not measured. */
export const UNCONTROLLED = 0.8;

/**
 * A later request to an origin with HTTP/1.1 whose connections were mostly opened without a lost round trip, and that
 * did not wait for one of them (http1-queues.ts): 21 of 25. Of those that may have waited it was 0 of 12.
 */
export const OUTVOTED = 0.85;

/** How often a request that opened a connection after such a stall proved to be a re-sent one; 0: do not state it. */
export function openerConfidence({ time, quickestAnswer, noise }: Stall): number {
  const roundTrips = roundTripsIn(time, quickestAnswer);
  const band = BANDS.find(
    ({ from, roundTrips: least, quiet }) => time >= from && roundTrips >= least && !(quiet && noise >= time),
  );
  const confidence = band?.confidence ?? 0;
  return noise >= time ? Math.min(confidence, NOISY) : confidence;
}

/**
 * A request that was sent on a ready TCP connection although a shared one with HTTP/3, which its origin had offered,
 * was open. In the same runs: 219 re-sent, 1 not; with a shorter stall none was.
 */
export function alternativeConfidence({ time, quickestAnswer }: Stall): number {
  return time >= 2.5 && roundTripsIn(time, quickestAnswer) >= 0.9 ? 0.99 : 0;
}

/** Whether a follower stalled long enough to have been sent once before: otherwise it only started late. */
export function followerWaited({ time, quickestAnswer }: Stall): boolean {
  return time >= 5 && roundTripsIn(time, quickestAnswer) >= 0.9;
}

function roundTripsIn(time: Millis, quickestAnswer: Millis | null): number {
  // A connection with a single response, which was not measured: there is nothing to compare with.
  return quickestAnswer === null ? 0 : time / Math.max(quickestAnswer, 0.1);
}
