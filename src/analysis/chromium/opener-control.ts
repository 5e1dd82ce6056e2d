import type { Capture, EpochMs, Millis, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { hostOf } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { StallControl } from '../attempts/attempt-basis.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import type { ConnectionIndex, ConnectionUse } from '../connections/connection-index.ts';
import { waitedForSetup, wasSurelyResolvedAnew } from './opening.ts';
import { ShareableConnections } from './shareable-connections.ts';
import { StallCounts } from './stall-counts.ts';

/** A request that opened a connection without having lost an attempt. */
interface Sample {
  readonly start: EpochMs;
  readonly stalled: Millis;
}

/** An ordinary stall need not be quite as long. */
const NEARLY = 0.8;
/** A stall is ordinary when more than one in this many is as long. */
const ONE_IN = 10;
/** Openers that began within this time of each other met the same conditions. */
const SAME_PHASE: Millis = 1_000;
/** So few openers of one phase show nothing about it. */
const LEAST_OF_PHASE = 3;

/**
 * The control group: how long did requests stall that opened a connection and cannot have been re-sent, because there
 * was no connection to share, or because their name was resolved only then? In some captures the whole wait for DNS is
 * recorded as a stall (Chrome 124 in Lighthouse), and a busy machine makes every request wait. Only a stall that is
 * longer than those shows a lost attempt.
 */
export class OpenerControl {
  /** By start. */
  readonly #samples: readonly Sample[];
  readonly #stalls: Float64Array;
  readonly #counts: StallCounts;

  private constructor(samples: readonly Sample[]) {
    this.#samples = samples.toSorted((a, b) => a.start - b.start);
    this.#stalls = Float64Array.from(samples, ({ stalled }) => stalled).sort();
    this.#counts = new StallCounts(this.#samples.map(({ stalled }) => stalled));
  }

  static *read(capture: Capture, index: ConnectionIndex): Steps<OpenerControl> {
    const samples: Sample[] = [];
    const shareable = new ShareableConnections(index);
    yield* stepping(capture.requests, (request) => {
      const opener = openerOf(request, index);
      if (opener === null) return;
      if (wasSurelyResolvedAnew(request) || hadNothingToShare(opener, shareable)) samples.push(opener);
    });
    return new OpenerControl(samples);
  }

  /** Null when there is none to compare with. */
  get summary(): StallControl | null {
    const [shortest, longest] = [this.#stalls[0], this.#stalls.at(-1)];
    if (shortest === undefined || longest === undefined) return null;
    return { connections: this.#stalls.length, shortestMs: shortest, longestMs: longest };
  }

  /** Whether a stall is no longer than those of the control group, in the whole capture or at that moment. */
  explains(start: EpochMs, stalled: Millis): boolean {
    const least = NEARLY * stalled;
    const all = this.#stalls.length;
    const asLong = all - firstIndex(all, (i) => (this.#stalls[i] ?? 0) >= least);
    if (asLong * ONE_IN > all) return true;
    const near = this.#near(start, start + stalled);
    const nearAsLong = this.#counts.atLeast(least, near.from, near.to);
    return near.to - near.from >= LEAST_OF_PHASE && nearAsLong * 2 >= near.to - near.from;
  }

  /** The range of the samples that began around that time. */
  #near(start: EpochMs, end: EpochMs): { readonly from: number; readonly to: number } {
    const at = (i: number): EpochMs => this.#samples[i]?.start ?? Number.POSITIVE_INFINITY;
    const { length } = this.#samples;
    const from = firstIndex(length, (i) => at(i) >= start - SAME_PHASE);
    const to = firstIndex(length, (i) => at(i) > end + SAME_PHASE);
    return { from, to: Math.max(from, to) };
  }
}

/** No connection to its address was open by the end of its stall, or only such as are known not to cover its host. */
function hadNothingToShare(
  { request, use, start, stalled }: Opener,
  shareable: ShareableConnections,
): boolean {
  const { remote } = use.record;
  const host = request.origin === null ? null : hostOf(request.origin);
  if (remote === null || host === null) return false;
  return !shareable.hasOther(use, { remote, host, by: start + stalled });
}

/** A request that waited for the setup of its connection. */
interface Opener extends Sample {
  readonly request: RequestRecord;
  readonly use: ConnectionUse;
}

function openerOf(request: RequestRecord, index: ConnectionIndex): Opener | null {
  const final = request.attempts.at(-1);
  if (final?.reused !== false || request.attemptsComplete || !waitedForSetup(request)) return null;
  const use = final.connection === null ? undefined : index.byId.get(final.connection);
  const start = networkStart(request, final);
  const stalled = final.phases?.stalled ?? null;
  if (use === undefined || start === null || stalled === null) return null;
  // A visible 421 was re-sent too: its stall holds a lost attempt.
  return request.status === 421 ? null : { request, use, start, stalled };
}
