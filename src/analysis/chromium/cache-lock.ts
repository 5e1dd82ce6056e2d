import type { Capture, EpochMs, RequestRecord } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import type { Steps } from '../../model/steps.ts';
import { DEVTOOLS_AND_NETWORK } from '../clock-slack.ts';
import { requestsByTarget, targetOf } from '../requests/request-targets.ts';
import type { Suspect } from './suspects.ts';

/**
 * A request for a URL waits while another one fetches it for the cache (Chromium's cache lock). That looks like a lost
 * round trip too. The wait ends when the other one's response is there.
 */
export class CacheLock {
  /** The requests for what the suspects asked for, by target and in order of their end. */
  readonly #byTarget: ReadonlyMap<string, readonly RequestRecord[]>;

  private constructor(byTarget: ReadonlyMap<string, readonly RequestRecord[]>) {
    this.#byTarget = byTarget;
  }

  static *read(capture: Capture, suspects: readonly Suspect[]): Steps<CacheLock> {
    const wanted = new Set(suspects.map(({ request }) => targetOf(request)));
    const groups = yield* requestsByTarget(capture, wanted);
    return new CacheLock(
      new Map(
        Array.from(groups, ([target, group]) => [target, group.toSorted((a, b) => endOf(a) - endOf(b))]),
      ),
    );
  }

  /** Whether the request waited until another one for the same URL was answered. */
  heldUp({ request, start, stall }: Suspect): boolean {
    const byEnd = this.#byTarget.get(targetOf(request)) ?? [];
    const end = start + stall.time + DEVTOOLS_AND_NETWORK;
    for (let i = firstIndex(byEnd.length, (at) => endAt(byEnd, at) > start); endAt(byEnd, i) <= end; i += 1) {
      const other = byEnd[i];
      if (other?.startedAt != null && other.startedAt <= start && other.id !== request.id) return true;
    }
    return false;
  }
}

function endOf({ endedAt }: RequestRecord): EpochMs {
  return endedAt ?? Number.POSITIVE_INFINITY;
}

function endAt(byEnd: readonly RequestRecord[], index: number): EpochMs {
  const request = byEnd[index];
  return request === undefined ? Number.POSITIVE_INFINITY : endOf(request);
}
