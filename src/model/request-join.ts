import type { EpochMs, EvidenceSource, Millis, RequestId } from './capture.ts';

/**
 * Two sources see one request at slightly different moments: the renderer's clock (HAR, CDP) against the
 * network process's (NetLog) or the extension's (webRequest). Queueing can hold a request back between them.
 */
const JOIN_WINDOW: Millis = 3_000;

interface Candidate {
  readonly id: RequestId;
  readonly startedAt: EpochMs | null;
  readonly sources: Set<EvidenceSource>;
}

/**
 * Finds the request that another source already told of: the same method and URL, not yet told by this
 * source, nearest in time; without times, the first in order.
 */
export class RequestJoin {
  readonly #open = new Map<string, Candidate[]>();

  /** The request to join, or null when this is a new one. */
  find(source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): RequestId | null {
    let best: Candidate | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const candidate of this.#open.get(joinKey(method, url)) ?? []) {
      if (candidate.sources.has(source)) continue;
      const distance = distanceOf(candidate.startedAt, startedAt);
      if (distance > JOIN_WINDOW || distance >= bestDistance) continue;
      best = candidate;
      bestDistance = distance;
    }
    best?.sources.add(source);
    return best?.id ?? null;
  }

  /** Makes a new request findable by the other sources. */
  add(id: RequestId, source: EvidenceSource, method: string, url: string, startedAt: EpochMs | null): void {
    const key = joinKey(method, url);
    const candidate = { id, startedAt, sources: new Set([source]) };
    const list = this.#open.get(key);
    if (list === undefined) this.#open.set(key, [candidate]);
    else list.push(candidate);
  }
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
