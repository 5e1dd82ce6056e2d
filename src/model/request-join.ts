import type { EpochMs, EvidenceSource, Millis, RequestId } from './capture.ts';
import { LinkedList } from './linked-list.ts';

/**
 * Two sources see one request at slightly different moments: the renderer's clock (HAR, CDP) against the
 * network process's (NetLog) or the extension's (webRequest). Queueing can hold a request back between them.
 */
const JOIN_WINDOW: Millis = 3_000;

/**
 * So many candidates are looked at in each of a few groups, the longest waiting first: a page that asks for
 * one URL a thousand times a second is matched in order, and a match takes a constant time.
 */
const LOOK_AT = 64;

interface Candidate {
  readonly id: RequestId;
  readonly startedAt: EpochMs | null;
  /** The sources that told of it, sorted and joined: its group. */
  told: string;
}

/** Candidates by who told of them, so that a source looks only at those it has not told of itself. */
type Groups = Map<string, LinkedList<Candidate>>;

interface SameUrl {
  /** All of them, for a request without a time. */
  readonly all: Groups;
  /** By start, in windows of {@link JOIN_WINDOW}; null for those without one. */
  readonly byWindow: Map<number | null, Groups>;
}

/**
 * Finds the request that another source already told of: the same method and URL, not yet told by this
 * source, nearest in time; without times, the first in order.
 */
export class RequestJoin {
  readonly #open = new Map<string, SameUrl>();

  /** The request to join, or null when this is a new one. */
  find(source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): RequestId | null {
    const same = this.#open.get(joinKey(method, url));
    if (same === undefined) return null;
    let best: Candidate | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const candidate of candidatesNear(same, source, startedAt)) {
      const distance = distanceOf(candidate.startedAt, startedAt);
      if (distance > JOIN_WINDOW || distance >= bestDistance) continue;
      best = candidate;
      bestDistance = distance;
      if (distance === 0) break;
    }
    if (best === null) return null;
    move(same, best, source);
    return best.id;
  }

  /** Makes a new request findable by the other sources. */
  add(id: RequestId, source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): void {
    const key = joinKey(method, url);
    let same = this.#open.get(key);
    if (same === undefined) {
      same = { all: new Map(), byWindow: new Map() };
      this.#open.set(key, same);
    }
    put(same, { id, startedAt, told: source });
  }
}

function* candidatesNear(same: SameUrl, source: EvidenceSource, at: EpochMs | null): Generator<Candidate> {
  if (at === null) {
    yield* untoldBy(source, same.all);
    return;
  }
  const window = Math.floor(at / JOIN_WINDOW);
  for (const place of [window - 1, window, window + 1, null]) {
    yield* untoldBy(source, same.byWindow.get(place));
  }
}

function* untoldBy(source: EvidenceSource, groups: Groups | undefined): Generator<Candidate> {
  for (const [told, candidates] of groups ?? []) {
    if (!told.split(' ').includes(source)) yield* candidates.first(LOOK_AT);
  }
}

function move(same: SameUrl, candidate: Candidate, source: EvidenceSource): void {
  for (const groups of groupsOf(same, candidate)) {
    const group = groups.get(candidate.told);
    group?.remove(candidate);
    if (group?.size === 0) groups.delete(candidate.told);
  }
  candidate.told = [...candidate.told.split(' '), source].sort().join(' ');
  put(same, candidate);
}

function put(same: SameUrl, candidate: Candidate): void {
  for (const groups of groupsOf(same, candidate)) {
    const group = groups.get(candidate.told) ?? new LinkedList();
    group.append(candidate);
    groups.set(candidate.told, group);
  }
}

function groupsOf({ all, byWindow }: SameUrl, { startedAt }: Candidate): Groups[] {
  const place = startedAt === null ? null : Math.floor(startedAt / JOIN_WINDOW);
  let groups = byWindow.get(place);
  if (groups === undefined) {
    groups = new Map();
    byWindow.set(place, groups);
  }
  return [all, groups];
}

/** Fragments never reach the network, and only some sources tell them. */
function joinKey(method: string, url: string): string {
  const hash = url.indexOf('#');
  return `${method} ${hash < 0 ? url : url.slice(0, hash)}`;
}

/** An unknown time could be any, but a known one that fits is better. */
function distanceOf(a: EpochMs | null, b: EpochMs | null): Millis {
  return a === null || b === null ? JOIN_WINDOW : Math.abs(a - b);
}
