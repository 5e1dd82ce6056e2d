import type {
  AttemptRecord,
  Browser,
  Capture,
  ConnectionId,
  ConnectionRecord,
  Elsewhere,
  EvidenceSource,
  HarObject,
  Problem,
  RequestId,
  RequestRecord,
} from './capture.ts';
import { compareCertainty } from './certainty.ts';
import type {
  AttemptEvidence,
  ConnectionEvidence,
  ElsewhereEvidence,
  Evidence,
  RequestEvidence,
  ResolutionEvidence,
  SourceEvidence,
} from './evidence.ts';
import { addFacts, bestSource, type FactsBySource, foldFacts, overlay, sourcesOf } from './merge.ts';
import { originOf } from './origin.ts';
import { RequestJoin } from './request-join.ts';

export interface BuilderOptions {
  /** At this many requests the builder takes no new ones and says so in a problem. Unbounded by default. */
  readonly maxRequests?: number;
}

interface RequestDraft {
  readonly id: RequestId;
  readonly url: string;
  readonly method: string;
  readonly facts: FactsBySource<RequestRecord>;
  /** Every attempt, from a source that sees them all. */
  readonly attempts: AttemptRecord[];
  /** The attempt that the page saw, from the sources that see only that one. */
  readonly final: FactsBySource<AttemptRecord>;
  record: RequestRecord | null;
}

interface ConnectionDraft {
  readonly id: ConnectionId;
  readonly facts: FactsBySource<ConnectionRecord>;
  record: ConnectionRecord | null;
  /** Known from before a clear: shown again only when something rides on it. */
  carriedOver: boolean;
}

/** Connections that outlived a clear and may still carry something; the longest known go first. */
const MAX_CARRIED_OVER = 2_000;

const EMPTY_ATTEMPT: AttemptRecord = {
  connection: null,
  stream: null,
  status: null,
  error: null,
  startedAt: null,
  endedAt: null,
  reused: null,
  restart: null,
  phases: null,
};

/**
 * Builds a {@link Capture} from evidence events, one at a time, in amortised constant time for each; a
 * snapshot re-makes only the records that changed. Joins what several sources say of the same request
 * (by URL, method and time) and of the same connection (by its id).
 */
export class CaptureBuilder {
  readonly #maxRequests: number;
  readonly #requests = new Map<RequestId, RequestDraft>();
  readonly #connections = new Map<ConnectionId, ConnectionDraft>();
  /** `source` and key of the source to our request. One refused at the bound is not kept: the bound is for memory. */
  readonly #byKey = new Map<string, RequestDraft>();
  readonly #resolutions = new Map<string, Set<string>>();
  readonly #elsewhere = new Map<string, Elsewhere>();
  readonly #sources = new Set<EvidenceSource>();
  readonly #usedConnections = new Set<ConnectionId>();
  #problems: Problem[] = [];
  #join = new RequestJoin();
  readonly #browsers: Partial<Record<EvidenceSource, Browser>> = {};
  #full = false;
  #truncated = false;
  #harLog: HarObject | null = null;
  #nextRequest = 1;
  #version = 0;
  #snapshot: Capture | null = null;

  constructor(options: BuilderOptions = {}) {
    this.#maxRequests = options.maxRequests ?? Number.POSITIVE_INFINITY;
  }

  /** How many requests are held. */
  get size(): number {
    return this.#requests.size;
  }

  /** Applies one evidence event. Never throws for anything a source can emit. */
  apply(evidence: Evidence): void {
    this.#version += 1;
    this.#snapshot = null;
    switch (evidence.kind) {
      case 'source':
        this.#applySource(evidence);
        break;
      case 'request':
        this.#applyRequest(evidence);
        break;
      case 'attempt':
        this.#applyAttempt(evidence);
        break;
      case 'connection':
        this.#applyConnection(evidence);
        break;
      case 'resolution':
        this.#applyResolution(evidence);
        break;
      case 'elsewhere':
        this.#applyElsewhere(evidence);
        break;
      case 'problem':
        this.#problems.push(evidence.problem);
    }
  }

  /** Forgets the requests. What is known of connections stays: they may still be open and be used again. */
  clear(): void {
    this.#version += 1;
    this.#snapshot = null;
    this.#requests.clear();
    this.#byKey.clear();
    this.#usedConnections.clear();
    this.#problems = [];
    this.#full = false;
    this.#join = new RequestJoin();
    this.#carryOver();
  }

  /** The capture as it stands. Cheap: unchanged records are shared with the snapshots before. */
  snapshot(): Capture {
    this.#snapshot ??= {
      version: this.#version,
      browser: bestSource(this.#browsers),
      sources: [...this.#sources],
      truncated: this.#truncated,
      problems: [...this.#problems],
      requests: Array.from(this.#requests.values(), requestRecord),
      connections: Array.from(this.#shownConnections(), connectionRecord),
      resolutions: new Map(Array.from(this.#resolutions, ([host, addresses]) => [host, [...addresses]])),
      elsewhere: new Map(this.#elsewhere),
      harLog: this.#harLog,
    };
    return this.#snapshot;
  }

  #carryOver(): void {
    for (const [id, connection] of this.#connections) {
      const closed = sourcesOf(connection.facts).some((source) => connection.facts[source]?.closedAt);
      if (closed) this.#connections.delete(id);
      else connection.carriedOver = true;
    }
    for (const id of this.#connections.keys()) {
      if (this.#connections.size <= MAX_CARRIED_OVER) break;
      this.#connections.delete(id);
    }
  }

  #shownConnections(): ConnectionDraft[] {
    return [...this.#connections.values()].filter((c) => !c.carriedOver || this.#usedConnections.has(c.id));
  }

  #applySource(evidence: SourceEvidence): void {
    this.#sources.add(evidence.source);
    if (evidence.browser) this.#browsers[evidence.source] = evidence.browser;
    this.#truncated ||= evidence.truncated === true;
    this.#harLog = evidence.harLog ?? this.#harLog;
  }

  #applyRequest({ source, key, url, method, facts }: RequestEvidence): void {
    this.#sources.add(source);
    const draft = this.#requestOf(source, key, url, method, facts.startedAt ?? null);
    if (draft === null) return;
    addFacts(draft.facts, source, facts);
    draft.record = null;
  }

  #applyAttempt({ source, key, index, facts }: AttemptEvidence): void {
    const draft = this.#byKey.get(`${source} ${key}`);
    if (draft === undefined) return;
    if (index === 'final') addFacts(draft.final, source, facts);
    else draft.attempts[index] = overlay(draft.attempts[index] ?? EMPTY_ATTEMPT, facts);
    draft.record = null;
    if (typeof facts.connection === 'string') this.#use(source, facts.connection);
  }

  /** A connection exists from the first attempt that names it, whether or not more is known of it. */
  #use(source: EvidenceSource, id: ConnectionId): void {
    this.#usedConnections.add(id);
    const connection = this.#connectionOf(id);
    if (connection.facts[source] === undefined) {
      addFacts(connection.facts, source, {});
      connection.record = null;
    }
  }

  #applyConnection({ source, id, facts }: ConnectionEvidence): void {
    this.#sources.add(source);
    if (this.#full && !this.#connections.has(id)) return;
    const draft = this.#connectionOf(id);
    const { openedFor, openedForCertainty, ...rest } = facts;
    addFacts(draft.facts, source, rest);
    const known = draft.facts[source]?.openedForCertainty ?? 'unknown';
    if (openedFor && openedForCertainty && compareCertainty(openedForCertainty, known) > 0) {
      addFacts(draft.facts, source, { openedFor, openedForCertainty });
    }
    draft.record = null;
  }

  #applyResolution({ host, addresses }: ResolutionEvidence): void {
    const known = this.#resolutions.get(host);
    if (known === undefined) this.#resolutions.set(host, new Set(addresses));
    else for (const address of addresses) known.add(address);
  }

  #applyElsewhere({ origin, address, at }: ElsewhereEvidence): void {
    const known = this.#elsewhere.get(origin);
    this.#elsewhere.set(origin, {
      origin,
      address: address ?? known?.address ?? null,
      firstAt: Math.min(known?.firstAt ?? at, at),
      lastAt: Math.max(known?.lastAt ?? at, at),
      requests: (known?.requests ?? 0) + 1,
    });
  }

  #requestOf(
    source: EvidenceSource,
    key: string,
    url: string,
    method: string,
    startedAt: number | null,
  ): RequestDraft | null {
    const sourceKey = `${source} ${key}`;
    const known = this.#byKey.get(sourceKey);
    if (known !== undefined) return known;
    const joined = this.#join.find(source, method, url, startedAt);
    const draft = (joined && this.#requests.get(joined)) || this.#newRequest(source, url, method, startedAt);
    if (draft !== null) this.#byKey.set(sourceKey, draft);
    return draft;
  }

  #newRequest(
    source: EvidenceSource,
    url: string,
    method: string,
    startedAt: number | null,
  ): RequestDraft | null {
    if (this.#requests.size >= this.#maxRequests) {
      this.#refuse();
      return null;
    }
    const id = `r${this.#nextRequest++}`;
    const draft: RequestDraft = { id, url, method, facts: {}, attempts: [], final: {}, record: null };
    this.#requests.set(id, draft);
    this.#join.add(id, source, method, url, startedAt);
    return draft;
  }

  #refuse(): void {
    if (this.#full) return;
    this.#full = true;
    const message = `The capture is full: it holds ${this.#maxRequests} requests, and later ones are not recorded. Clear it to go on.`;
    this.#problems.push({ code: 'capture-full', message });
  }

  #connectionOf(id: ConnectionId): ConnectionDraft {
    let draft = this.#connections.get(id);
    if (draft === undefined) {
      draft = { id, facts: {}, record: null, carriedOver: false };
      this.#connections.set(id, draft);
    }
    return draft;
  }
}

function requestRecord(draft: RequestDraft): RequestRecord {
  draft.record ??= foldFacts<RequestRecord>(
    {
      id: draft.id,
      url: draft.url,
      method: draft.method,
      origin: originOf(draft.url),
      startedAt: null,
      endedAt: null,
      status: null,
      error: null,
      fromCache: false,
      fromServiceWorker: false,
      protocol: null,
      remote: null,
      resourceType: null,
      initiator: null,
      requestHeaders: null,
      responseHeaders: null,
      transferSize: null,
      privacyMode: null,
      partition: null,
      redirectedTo: null,
      attempts: attemptsOf(draft),
      attemptsComplete: draft.attempts.length > 0,
      har: null,
      sources: sourcesOf(draft.facts),
    },
    draft.facts,
  );
  return draft.record;
}

/** The complete list where a source has it, its last one enriched by what the others saw of that one. */
function attemptsOf(draft: RequestDraft): AttemptRecord[] {
  const final = foldFacts(EMPTY_ATTEMPT, draft.final);
  const known = Array.from(draft.attempts, (attempt) => attempt ?? EMPTY_ATTEMPT);
  const last = known.pop();
  if (last !== undefined) return [...known, overlay(final, last)];
  return Object.keys(draft.final).length > 0 ? [final] : [];
}

function connectionRecord(draft: ConnectionDraft): ConnectionRecord {
  if (draft.record !== null) return draft.record;
  const folded = foldFacts<ConnectionRecord>(
    {
      id: draft.id,
      protocol: null,
      remote: null,
      openedFor: null,
      openedForCertainty: 'unknown',
      openedAt: null,
      closedAt: null,
      closeReason: null,
      certificate: null,
      privacyMode: null,
      partition: null,
      proxy: null,
      setup: null,
      originFrame: null,
      sources: sourcesOf(draft.facts),
    },
    draft.facts,
  );
  draft.record = { ...folded, ...openingOf(draft) };
  return draft.record;
}

/** Of what several sources say, the surest; of equally sure ones the best source's. */
function openingOf({ facts }: ConnectionDraft): Pick<ConnectionRecord, 'openedFor' | 'openedForCertainty'> {
  let opening: ReturnType<typeof openingOf> = { openedFor: null, openedForCertainty: 'unknown' };
  for (const source of sourcesOf(facts)) {
    const { openedFor, openedForCertainty } = facts[source] ?? {};
    if (!openedFor || !openedForCertainty) continue;
    if (compareCertainty(openedForCertainty, opening.openedForCertainty) > 0) {
      opening = { openedFor, openedForCertainty };
    }
  }
  return opening;
}
