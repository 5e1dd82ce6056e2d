import type { EpochMs, EvidenceSource, Millis, RequestId } from '../capture.ts';
import { LinkedList } from './linked-list.ts';

/**
 * Two sources see one request at slightly different moments: the renderer's clock (HAR, CDP) against the
 * network process's (NetLog) or the extension's (webRequest). Queueing can hold a request back between them.
 */
const JOIN_WINDOW: Millis = 3_000;

/**
 * How many candidates are compared in each of a few groups, the longest waiting first: the requests of a page that
 * asks for one URL a thousand times a second are matched in order, and a match takes constant time.
 */
const MOST_COMPARED = 64;

interface Candidate {
  readonly id: RequestId;
  readonly startedAt: EpochMs | null;
  /** The sources that reported it, sorted and joined: its group. */
  reporters: string;
}

/**
 * Finds the request that another source already reported: the same method and URL, not yet reported by this source,
 * nearest in time; without times, the first in order.
 */
export class RequestJoin {
  /** By method, then by URL. Most URLs are requested once: then the value is the only candidate. */
  readonly #open = new Map<string, Map<string, Candidate | SameUrl>>();

  /** The request to join, or null when this is a new one. */
  find(source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): RequestId | null {
    const same = this.#open.get(method)?.get(withoutFragment(url));
    if (same === undefined) return null;
    if (same instanceof SameUrl) return same.take(source, startedAt);
    const one = isReportedBy(source, same.reporters) ? null : nearest([same], startedAt);
    if (one === null) return null;
    one.reporters = withReporter(one.reporters, source);
    return one.id;
  }

  /** Makes a new request findable by the other sources. */
  add(id: RequestId, source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): void {
    const candidate: Candidate = { id, startedAt, reporters: source };
    const byUrl = this.#open.get(method) ?? new Map<string, Candidate | SameUrl>();
    if (byUrl.size === 0) this.#open.set(method, byUrl);
    const key = withoutFragment(url);
    const same = byUrl.get(key);
    if (same === undefined) byUrl.set(key, candidate);
    else if (same instanceof SameUrl) same.put(candidate);
    else byUrl.set(key, new SameUrl([same, candidate]));
  }
}

/** Candidates by the sources that reported them, so that a source is compared only with those it has not reported. */
type Groups = Map<string, LinkedList<Candidate>>;

/** Several requests for one URL. */
class SameUrl {
  /** All of them, for a request without a time. */
  readonly #all: Groups = new Map();
  /** By start, in windows of {@link JOIN_WINDOW}; null for those without one. */
  readonly #byWindow = new Map<number | null, Groups>();

  constructor(candidates: readonly Candidate[]) {
    for (const candidate of candidates) this.put(candidate);
  }

  put(candidate: Candidate): void {
    for (const groups of this.#groupsOf(candidate)) {
      const group = groups.get(candidate.reporters) ?? new LinkedList();
      group.append(candidate);
      groups.set(candidate.reporters, group);
    }
  }

  /** The one that this source now reports, too; null when there is none. */
  take(source: EvidenceSource, startedAt: EpochMs | null): RequestId | null {
    const one = nearest(this.#near(source, startedAt), startedAt);
    if (one === null) return null;
    for (const groups of this.#groupsOf(one)) {
      const group = groups.get(one.reporters);
      group?.remove(one);
      if (group?.size === 0) groups.delete(one.reporters);
    }
    one.reporters = withReporter(one.reporters, source);
    this.put(one);
    return one.id;
  }

  *#near(source: EvidenceSource, at: EpochMs | null): Generator<Candidate> {
    if (at === null) {
      yield* unreportedBy(source, this.#all);
      return;
    }
    const window = Math.floor(at / JOIN_WINDOW);
    for (const slot of [window - 1, window, window + 1, null]) {
      yield* unreportedBy(source, this.#byWindow.get(slot));
    }
  }

  #groupsOf({ startedAt }: Candidate): Groups[] {
    const slot = startedAt === null ? null : Math.floor(startedAt / JOIN_WINDOW);
    let groups = this.#byWindow.get(slot);
    if (groups === undefined) {
      groups = new Map();
      this.#byWindow.set(slot, groups);
    }
    return [this.#all, groups];
  }
}

function* unreportedBy(source: EvidenceSource, groups: Groups | undefined): Generator<Candidate> {
  for (const [reporters, candidates] of groups ?? []) {
    if (!isReportedBy(source, reporters)) yield* candidates.first(MOST_COMPARED);
  }
}

function nearest(candidates: Iterable<Candidate>, startedAt: EpochMs | null): Candidate | null {
  let best: Candidate | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = distanceOf(candidate.startedAt, startedAt);
    if (distance > JOIN_WINDOW || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
    if (distance === 0) break;
  }
  return best;
}

function isReportedBy(source: EvidenceSource, reporters: string): boolean {
  return reporters.split(' ').includes(source);
}

function withReporter(reporters: string, source: EvidenceSource): string {
  return [...reporters.split(' '), source].sort().join(' ');
}

/** Fragments never reach the network, and only some sources report them. */
function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}

/** An unknown time could be any, but a known one that fits is better. */
function distanceOf(a: EpochMs | null, b: EpochMs | null): Millis {
  return a === null || b === null ? JOIN_WINDOW : Math.abs(a - b);
}
