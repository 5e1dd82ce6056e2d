import type { EpochMs } from '../../../src/model/capture.ts';
import type {
  AttemptEvidence,
  Evidence,
  ProblemEvidence,
  RequestEvidence,
} from '../../../src/model/evidence.ts';

/** The state of a {@link RequestWindow} that is stored. */
export interface RequestWindowState {
  readonly pauses: readonly Pause[];
  readonly start: WindowStart | null;
}

interface Pause {
  readonly from: EpochMs;
  /** Null while the pause lasts. */
  readonly to: EpochMs | null;
}

/** Requests from before `at` belong to the previous page, or were cleared. */
interface WindowStart {
  readonly at: EpochMs;
  /** The URL that the navigation requested; null when the user cleared the capture. */
  readonly document: string | null;
}

interface Known {
  readonly startedAt: EpochMs | null;
  readonly url: string;
  admitted: boolean;
}

/**
 * DevTools (HAR, CDP) reports an earlier start of the navigation's request than webRequest does: 1 to 3 ms earlier in
 * our runs on an idle machine, and the time in a HAR is cut to whole milliseconds. Other requests follow the document.
 */
const DOCUMENT_TOLERANCE = 100;
/** Refused keys are kept, so that late evidence about them is refused too. The oldest are forgotten. */
const MAX_REFUSED = 2_000;
/** The builder uses the same code for the same problem. */
const FULL = 'capture-full';

/**
 * Decides which requests belong to a capture: those that *started* after the navigation or clear, and not during a
 * pause. Evidence about one request arrives from several sources at different moments, some of it long after the user
 * left the page or paused. Deciding by arrival would separate evidence about one request.
 */
export class RequestWindow {
  readonly #known = new Map<string, Known>();
  readonly #counts = new Map<string, number>();
  readonly #limit: number;
  #closed = false;
  #full = false;
  #reportedFull = false;
  #pauses: Pause[];
  #start: WindowStart | null;

  constructor(limit: number, state: RequestWindowState = { pauses: [], start: null }) {
    this.#limit = limit;
    this.#pauses = [...state.pauses];
    this.#start = state.start;
  }

  get state(): RequestWindowState {
    return { pauses: this.#pauses, start: this.#start };
  }

  get recording(): boolean {
    return this.#pauses.at(-1)?.to !== null;
  }

  setRecording(on: boolean, at: EpochMs): void {
    const last = this.#pauses.at(-1);
    if (on === this.recording) return;
    if (!on) this.#pauses.push({ from: at, to: null });
    else if (last !== undefined) this.#pauses[this.#pauses.length - 1] = { from: last.from, to: at };
  }

  /** Admits no further requests until the window starts anew: there is no room for more. */
  close(): void {
    this.#closed = true;
  }

  /** The events that belong to the capture. Facts about connections belong with the requests they arrived with. */
  admit(events: readonly Evidence[]): readonly Evidence[] {
    const about = events.filter(isAboutRequest);
    if (about.length === 0) return events;
    const admitted = new Set<Evidence>(about.filter((event) => this.#admits(event)));
    if (admitted.size === 0) return this.#withNotice([]);
    return this.#withNotice(events.filter((event) => admitted.has(event) || !isAboutRequest(event)));
  }

  /** Moves the start of the window to `at`, and decides which of the known requests stay. */
  startAt(at: EpochMs, document: string | null): void {
    this.#start = { at, document: document === null ? null : withoutFragment(document) };
    this.#pauses = this.#pauses.filter(({ to }) => to === null || to > at);
    this.#counts.clear();
    this.#closed = false;
    this.#full = false;
    this.#reportedFull = false;
    for (const [key, known] of this.#known) {
      known.admitted &&= known.startedAt !== null && !this.#isBeforeStart(known.url, known.startedAt);
      if (known.admitted) this.#count(sourceOf(key));
    }
    this.#forgetRefused();
  }

  /** Whether evidence that was admitted earlier is still inside the window. */
  includes(event: Evidence): boolean {
    return isAboutRequest(event) && this.#known.get(keyOf(event))?.admitted === true;
  }

  /** Restores the requests that were admitted before the worker was stopped. */
  restore(events: readonly Evidence[]): void {
    for (const event of events) {
      if (event.kind === 'request' && !this.#known.has(keyOf(event))) this.#learn(event, true);
      if (event.kind === 'problem' && event.problem.code === FULL) this.#reportedFull = true;
    }
  }

  #admits(event: RequestEvidence | AttemptEvidence): boolean {
    const known = this.#known.get(keyOf(event));
    if (known !== undefined) return known.admitted;
    if (event.kind === 'attempt') return false;
    const wanted = this.#belongs(event.url, event.facts.startedAt ?? null);
    const room = !this.#closed && (this.#counts.get(event.source) ?? 0) < this.#limit;
    if (wanted && !room) this.#full = true;
    if (!room && this.#known.size > this.#limit + 2 * MAX_REFUSED) this.#forgetRefused();
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
    if (this.#isBeforeStart(url, startedAt)) return false;
    return !this.#pauses.some(({ from, to }) => startedAt >= from && (to === null || startedAt < to));
  }

  #isBeforeStart(url: string, startedAt: EpochMs): boolean {
    if (this.#start === null || startedAt >= this.#start.at) return false;
    const isDocument = this.#start.document !== null && withoutFragment(url) === this.#start.document;
    return !isDocument || startedAt < this.#start.at - DOCUMENT_TOLERANCE;
  }

  #count(source: string): void {
    this.#counts.set(source, (this.#counts.get(source) ?? 0) + 1);
  }

  #forgetRefused(): void {
    const refused = [...this.#known].filter(([, { admitted }]) => !admitted).map(([key]) => key);
    for (const key of refused.slice(0, -MAX_REFUSED)) this.#known.delete(key);
  }

  /** Added once, because the panel shows it as long as the capture lasts. */
  #withNotice(events: readonly Evidence[]): readonly Evidence[] {
    if (!this.#full || this.#reportedFull) return events;
    this.#reportedFull = true;
    return [...events, fullNotice(this.#closed ? Math.max(0, ...this.#counts.values()) : this.#limit)];
  }
}

function fullNotice(limit: number): ProblemEvidence {
  const message = `The capture is full: it holds ${limit} requests, and further requests are not recorded. Clear the capture to continue.`;
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
