import type { EpochMs } from '../../../src/model/capture.ts';
import type {
  AttemptEvidence,
  Evidence,
  ProblemEvidence,
  RequestEvidence,
} from '../../../src/model/evidence.ts';

/**
 * Which requests belong to a capture, told by when they *started*. Evidence of one request comes from
 * several sources at different moments, some long after the page was left or recording was paused;
 * its order of arrival would cut requests in two.
 */
export interface RequestWindowState {
  readonly pauses: readonly Pause[];
  readonly cut: Cut | null;
}

interface Pause {
  readonly from: EpochMs;
  /** Null while it lasts. */
  readonly to: EpochMs | null;
}

/** Requests from before `at` are of the page before, or were cleared. */
interface Cut {
  readonly at: EpochMs;
  /** What the navigation asked for, null when it was the user who cleared. */
  readonly document: string | null;
}

interface Known {
  readonly startedAt: EpochMs | null;
  readonly url: string;
  admitted: boolean;
}

/**
 * DevTools (HAR, CDP) dates the request of a navigation before webRequest does: 1 to 3 ms in our runs on
 * an idle machine, and its HAR time is cut to whole milliseconds. Other requests follow their document.
 */
const DOCUMENT_TOLERANCE = 100;
/** Refused keys are remembered so that late evidence of them is refused too; the oldest are forgotten. */
const MAX_REFUSED = 2_000;
/** The builder's own code for the same thing. */
const FULL = 'capture-full';

export class RequestWindow {
  readonly #known = new Map<string, Known>();
  readonly #counts = new Map<string, number>();
  #limit: number;
  #full = false;
  #saidFull = false;
  #pauses: Pause[];
  #cut: Cut | null;

  constructor(limit: number, state: RequestWindowState = { pauses: [], cut: null }) {
    this.#limit = limit;
    this.#pauses = [...state.pauses];
    this.#cut = state.cut;
  }

  get state(): RequestWindowState {
    return { pauses: this.#pauses, cut: this.#cut };
  }

  get recording(): boolean {
    return this.#pauses.at(-1)?.to !== null;
  }

  /** How many requests the source with most of them told of. */
  get size(): number {
    return Math.max(0, ...this.#counts.values());
  }

  setRecording(on: boolean, at: EpochMs): void {
    const last = this.#pauses.at(-1);
    if (on === this.recording) return;
    if (!on) this.#pauses.push({ from: at, to: null });
    else if (last !== undefined) this.#pauses[this.#pauses.length - 1] = { from: last.from, to: at };
  }

  /** The events that belong to the capture. What is said of connections goes with the requests it came with. */
  admit(events: readonly Evidence[]): readonly Evidence[] {
    const about = events.filter(isAboutRequest);
    if (about.length === 0) return events;
    const admitted = new Set<Evidence>(about.filter((event) => this.#admits(event)));
    if (admitted.size === 0) return this.#withNotice([]);
    return this.#withNotice(events.filter((event) => admitted.has(event) || !isAboutRequest(event)));
  }

  /** Starts anew with the requests from `at` on. Tells which of those known so far stay. */
  cut(at: EpochMs, document: string | null): void {
    this.#cut = { at, document: document === null ? null : withoutFragment(document) };
    this.#pauses = this.#pauses.filter(({ to }) => to === null || to > at);
    this.#counts.clear();
    this.#full = false;
    this.#saidFull = false;
    for (const [key, known] of this.#known) {
      known.admitted &&= known.startedAt !== null && !this.#isBeforeCut(known.url, known.startedAt);
      if (known.admitted) this.#count(sourceOf(key));
    }
    this.#forgetRefused();
  }

  /** Whether evidence that was admitted before the last cut still belongs. */
  stillHolds(event: Evidence): boolean {
    return isAboutRequest(event) && this.#known.get(keyOf(event))?.admitted === true;
  }

  /** What was admitted in an earlier life of the worker. */
  restore(events: readonly Evidence[]): void {
    for (const event of events) {
      if (event.kind === 'request' && !this.#known.has(keyOf(event))) this.#learn(event, true);
      if (event.kind === 'problem' && event.problem.code === FULL) this.#saidFull = true;
    }
  }

  setLimit(limit: number): void {
    this.#limit = limit;
  }

  #admits(event: RequestEvidence | AttemptEvidence): boolean {
    const known = this.#known.get(keyOf(event));
    if (known !== undefined) return known.admitted;
    if (event.kind === 'attempt') return false;
    const wanted = this.#belongs(event.url, event.facts.startedAt ?? null);
    const room = (this.#counts.get(event.source) ?? 0) < this.#limit;
    if (wanted && !room) this.#full = true;
    return this.#learn(event, wanted && room);
  }

  #learn(event: RequestEvidence, admitted: boolean): boolean {
    const { url, facts } = event;
    this.#known.set(keyOf(event), { startedAt: facts.startedAt ?? null, url, admitted });
    if (admitted) this.#count(event.source);
    return admitted;
  }

  #belongs(url: string, startedAt: EpochMs | null): boolean {
    if (startedAt === null) return this.recording;
    if (this.#isBeforeCut(url, startedAt)) return false;
    return !this.#pauses.some(({ from, to }) => startedAt >= from && (to === null || startedAt < to));
  }

  #isBeforeCut(url: string, startedAt: EpochMs): boolean {
    if (this.#cut === null || startedAt >= this.#cut.at) return false;
    const isDocument = this.#cut.document !== null && withoutFragment(url) === this.#cut.document;
    return !isDocument || startedAt < this.#cut.at - DOCUMENT_TOLERANCE;
  }

  #count(source: string): void {
    this.#counts.set(source, (this.#counts.get(source) ?? 0) + 1);
  }

  #forgetRefused(): void {
    const refused = [...this.#known].filter(([, { admitted }]) => !admitted).map(([key]) => key);
    for (const key of refused.slice(0, -MAX_REFUSED)) this.#known.delete(key);
  }

  /** The panel shows it as long as the capture lasts, so it is said once. */
  #withNotice(events: readonly Evidence[]): readonly Evidence[] {
    if (!this.#full || this.#saidFull) return events;
    this.#saidFull = true;
    return [...events, fullNotice(this.#limit)];
  }
}

function fullNotice(limit: number): ProblemEvidence {
  const message = `The capture is full: it holds ${limit} requests, and later ones are not recorded. Clear it to go on.`;
  return { kind: 'problem', problem: { code: FULL, message } };
}

function isAboutRequest(event: Evidence): event is RequestEvidence | AttemptEvidence {
  return event.kind === 'request' || event.kind === 'attempt';
}

function keyOf({ source, key }: RequestEvidence | AttemptEvidence): string {
  return `${source} ${key}`;
}

function sourceOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}
