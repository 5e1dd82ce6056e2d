import type { Millis } from '../../model/capture.ts';

/*
 * Where the numbers come from: 325 random runs of the generator (e2e/generator, docs/accuracy.md) with seeds up to
 * 2059, round trips of 0 to 100 ms, in Chromium 156 on a very busy machine; the servers' logs were the truth. Counted
 * are requests that opened a connection while a candidate (candidates.ts) was open and that no shared connection is
 * known to serve well (known-good-sharing.ts): those that had been re-sent against those that had not. The confidence is
 * (re-sent + 1) / (all + 2), rounded down, and at most 0.99.
 *
 *   stalled    round trips   re-sent : not
 *   >= 30 ms   >= 0.9            828 : 2      0.99
 *   >= 15 ms   >= 0.9             86 : 3      0.95
 *   >= 12 ms   >= 0.7        )
 *   >= 8 ms    >= 0.9        )    26 : 7      0.77, if the quickest response took 6 ms or more, and others stalled less
 *   the rest                                  not stated
 *
 * The third count is of 705 later runs (seeds 3001 to 3394 and 6001 to 6311). Where responses were quicker than 6 ms it
 * was 10 : 12 in 300 of them: ordinary work takes as long as a round trip on loopback.
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
  /** Only where a round trip takes longer than ordinary work does, and others stalled less at the same moment. */
  readonly clear: boolean;
  readonly confidence: number;
}

const BANDS: readonly Band[] = [
  { from: 30, roundTrips: 0.9, clear: false, confidence: 0.99 },
  { from: 15, roundTrips: 0.9, clear: false, confidence: 0.95 },
  { from: 12, roundTrips: 0.7, clear: true, confidence: 0.77 },
  { from: 8, roundTrips: 0.9, clear: true, confidence: 0.77 },
];

/** A quicker response shows that a round trip takes no longer than ordinary work. */
const LEAST_ANSWER: Millis = 6;

/** A request that was made while a re-sent one's connection was opened, given that the re-sent one is right: 208 of 208. */
export const FOLLOWED = 0.99;

/** A later request on its HTTP/1.1 connection, given the same; see `againWaited`. */
export const AGAIN = 0.99;

/**
 * At most this where requests on ready connections stalled as long at the same moment: 588 re-sent, 11 not, in 71 runs
 * like pages of the web on a machine with a load of 6 to 18 (seeds 5001 to 5118) and the runs with seeds 6001 to 6267.
 */
const NOISY = 0.98;

/**
 * Nothing is stated where such requests stalled this many times as long. In 200 runs like pages of the web (seeds 6001 to
 * 6200): 1 re-sent, 7 not; of those with a noise of 4 to 6 times the stall 5 re-sent, none not.
 */
const TOO_NOISY = 5;

/** At most this where the capture has no control group: judged, not measured. */
export const UNCONTROLLED = 0.8;

/** How often a request that opened a connection after such a stall proved to be a re-sent one; 0: do not state it. */
export function openerConfidence({ time, quickestAnswer, noise }: Stall): number {
  if (noise >= TOO_NOISY * time) return 0;
  const roundTrips = roundTripsIn(time, quickestAnswer);
  const isClear = noise < time && quickestAnswer !== null && quickestAnswer >= LEAST_ANSWER;
  const band = BANDS.find(
    (one) => time >= one.from && roundTrips >= one.roundTrips && (isClear || !one.clear),
  );
  const confidence = band?.confidence ?? 0;
  return noise >= time ? Math.min(confidence, NOISY) : confidence;
}

/**
 * A later request on an HTTP/1.1 connection whose opener had been re-sent. Chromium uses such a connection again only
 * for requests of the same pool, and for each of them it tries the shared connection first. In 567 runs (seeds 6001 to
 * 6267 like pages of the web, 3001 to 3300), busy moments and queues included: with 0.9 round trips or more 462
 * re-sent, 1 not; with less 1 of 5. On other connections of the same origin it was 18 of 154.
 */
export function againWaited({ time, quickestAnswer }: Stall): boolean {
  return roundTripsIn(time, quickestAnswer) >= 0.9;
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
