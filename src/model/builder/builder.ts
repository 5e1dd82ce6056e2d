import type {
  ArchiveContents,
  Browser,
  Capture,
  Certificate,
  Elsewhere,
  EvidenceSource,
  HarObject,
  Problem,
  RequestId,
  UnreadEntry,
} from '../capture.ts';
import type {
  AttemptEvidence,
  ConnectionEvidence,
  ElsewhereEvidence,
  Evidence,
  RequestEvidence,
  ResolutionEvidence,
  SourceEvidence,
} from '../evidence.ts';
import { type Steps, stepping } from '../steps.ts';
import { ConnectionTable } from './connection-table.ts';
import { addFacts, bestSource, overlay } from './merge.ts';
import { EMPTY_ATTEMPT, newRequestDraft, type RequestDraft, requestRecord } from './request-draft.ts';
import { RequestJoin } from './request-join.ts';

export interface BuilderOptions {
  /** The most requests that are recorded; the builder reports a problem for the first one beyond. Unbounded by default. */
  readonly maxRequests?: number;
}

/**
 * Builds a {@link Capture} from evidence events, one at a time, in amortised constant time for each; a
 * snapshot makes only the records that changed. Joins what several sources state about the same request
 * (by URL, method and time) and about the same connection (by its id).
 */
export class CaptureBuilder {
  readonly #maxRequests: number;
  readonly #requests = new Map<RequestId, RequestDraft>();
  readonly #connections = new ConnectionTable();
  /** The requests by each source's own keys. Keys refused at the bound are not kept: the bound limits memory. */
  readonly #byKey = new Map<EvidenceSource, Map<string, RequestDraft>>();
  readonly #resolutions = new Map<string, Set<string>>();
  readonly #elsewhere = new Map<string, Elsewhere>();
  readonly #certificates = new Map<string, Certificate>();
  readonly #sources = new Set<EvidenceSource>();
  #problems: Problem[] = [];
  #join = new RequestJoin();
  readonly #browsers: Partial<Record<EvidenceSource, Browser>> = {};
  #full = false;
  #truncated = false;
  #harLog: HarObject | null = null;
  #unreadEntries: UnreadEntry[] = [];
  /** The request that a HAR entry described last. */
  #lastEntry: RequestId | null = null;
  #archive: ArchiveContents | null = null;
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

  /** Everything that could not be read so far or is not plausible. */
  get problems(): readonly Problem[] {
    return this.#problems;
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
      case 'certificate':
        this.#certificates.set(evidence.fingerprint, evidence.certificate);
        break;
      case 'elsewhere':
        this.#applyElsewhere(evidence);
        break;
      case 'unread-entry':
        this.#unreadEntries.push({ entry: evidence.entry, after: this.#lastEntry });
        break;
      case 'archive':
        this.#archive = evidence.contents;
        break;
      case 'problem':
        this.#problems.push(evidence.problem);
    }
  }

  /** Forgets the requests. What is known of connections stays: they may still be open and be used again. */
  clear(): void {
    this.#version += 1;
    this.#snapshot = null;
    this.#connections.clear(Array.from(this.#requests.values(), requestRecord));
    this.#requests.clear();
    this.#byKey.clear();
    this.#problems = [];
    this.#unreadEntries = [];
    this.#lastEntry = null;
    this.#full = false;
    this.#join = new RequestJoin();
  }

  /** Makes the records that changed, so that a snapshot soon after this has little left to do. */
  *refresh(): Steps<void> {
    yield* stepping(this.#requests.values(), requestRecord);
  }

  /** The capture as it is now. Cheap: unchanged records are shared with earlier snapshots. */
  snapshot(): Capture {
    this.#snapshot ??= {
      version: this.#version,
      browser: bestSource(this.#browsers),
      sources: [...this.#sources],
      truncated: this.#truncated,
      problems: [...this.#problems],
      requests: Array.from(this.#requests.values(), requestRecord),
      connections: this.#connections.current(),
      earlierConnections: this.#connections.earlier(),
      resolutions: new Map(Array.from(this.#resolutions, ([host, addresses]) => [host, [...addresses]])),
      elsewhere: new Map(this.#elsewhere),
      certificates: new Map(this.#certificates),
      harLog: this.#harLog,
      unreadEntries: [...this.#unreadEntries],
      archive: this.#archive,
    };
    return this.#snapshot;
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
    if (facts.har) this.#lastEntry = draft.id;
  }

  #applyAttempt({ source, key, index, facts }: AttemptEvidence): void {
    const draft = this.#byKey.get(source)?.get(key);
    if (draft === undefined) return;
    if (index === 'final') addFacts(draft.final, source, facts);
    else draft.attempts[index] = overlay(draft.attempts[index] ?? EMPTY_ATTEMPT, facts);
    draft.record = null;
    if (typeof facts.connection === 'string') this.#connections.use(source, facts.connection);
  }

  #applyConnection({ source, id, facts, servedBefore }: ConnectionEvidence): void {
    this.#sources.add(source);
    if (this.#full && !this.#connections.has(id)) return;
    this.#connections.add(source, id, facts);
    if (servedBefore !== undefined) this.#connections.addEarlier(id, servedBefore);
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
    const byKey = this.#byKey.get(source) ?? new Map<string, RequestDraft>();
    if (byKey.size === 0) this.#byKey.set(source, byKey);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const joined = this.#join.find(source, method, url, startedAt);
    const draft = (joined && this.#requests.get(joined)) || this.#newRequest(source, url, method, startedAt);
    if (draft !== null) byKey.set(key, draft);
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
    const draft = newRequestDraft(id, url, method);
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
}
