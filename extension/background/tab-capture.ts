import type { EpochMs } from '../../src/model/capture.ts';
import type { ElsewhereEvidence, Evidence } from '../../src/model/evidence.ts';
import { type Origin, originOf } from '../../src/model/origin.ts';
import type { DeepCapture } from '../../ui/host.ts';
import type { PageRecord, ToPanel } from '../protocol/messages.ts';
import { Admission } from './admission.ts';
import { Journal } from './journal.ts';
import { Readers } from './readers.ts';
import type { Saveable, Saver } from './saver.ts';
import { type Changes, StoredJournal, type StoredMeta, type StoredTab } from './stored-journal.ts';

/** With DevTools open: the bound on requests, with a notice when it is reached. */
export const MAX_REQUESTS = 5_000;
/** Without: the latest records, so that what came before DevTools opened is there. */
const RING_RECORDS = 300;
/** That other tabs use an origin is known after a few; a busy tab must not fill this one's capture. */
const MAX_ELSEWHERE = 500;

export interface TabCaptureOptions {
  readonly tabId: number;
  readonly saver: Saver;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  readonly stored?: StoredTab | null;
  readonly maxRequests?: number;
  /** What other tabs sent to an origin that this one is the first time seen to talk to. */
  readonly elsewhere?: (origin: Origin) => readonly Evidence[];
}

/** What is known of one tab: its journal, its settings, and who reads it. */
export class TabCapture implements Saveable {
  readonly tabId: number;
  readonly readers = new Readers();
  /** The hosts it has talked to: other tabs' requests to these are of interest. */
  readonly origins = new Set<Origin>();
  readonly #options: TabCaptureOptions;
  readonly #maxRequests: number;
  #store: StoredJournal;
  #journal: Journal;
  #admission: Admission;
  #keepLog: boolean;
  #deep: DeepCapture = { state: 'off' };
  #session: StoredMeta['session'];
  /** The last record that is stored, and so may be told: what a panel was told is never lost. */
  #saved: number;
  #taken = 0;
  #elsewhereLeft = MAX_ELSEWHERE;
  /** What was said of connections and names: each request says it again. */
  readonly #told = new Set<string>();

  constructor(options: TabCaptureOptions) {
    const { tabId, newId, stored, maxRequests = MAX_REQUESTS } = options;
    const meta = stored?.meta ?? null;
    this.tabId = tabId;
    this.#options = options;
    this.#maxRequests = maxRequests;
    this.#session = meta?.session ?? null;
    this.#keepLog = meta?.keepLog ?? false;
    this.#store = new StoredJournal(tabId, meta?.chunks);
    this.#journal = new Journal(meta?.journal ?? newId(), stored?.records, meta?.next, meta?.clearedAt);
    this.#admission = new Admission(this.#limit, meta?.admission);
    this.#saved = this.#journal.last;
    if (meta?.deep) this.#deep = { state: 'starting' };
    for (const { events } of this.#journal.records) {
      this.#admission.restore(events ?? []);
      this.#know(events ?? []);
    }
  }

  /** DevTools is open on this tab. */
  get attended(): boolean {
    return this.#session !== null;
  }

  /** The DevTools page need not keep what comes before this one of its records. */
  get oldestPageRecord(): number {
    const oldest = this.#journal.records.find(({ page }) => page !== null)?.page;
    return oldest ?? (this.#session?.have ?? 0) + 1;
  }

  get journal(): Journal {
    return this.#journal;
  }

  get keepLog(): boolean {
    return this.#keepLog;
  }

  get deep(): DeepCapture {
    return this.#deep;
  }

  /** Adds what the worker itself saw (webRequest, CDP). */
  observe(events: readonly Evidence[]): void {
    const news = this.#admission.admit(events).filter((event) => this.#isNew(event));
    if (news.length > 0) this.#append(news, null);
  }

  /**
   * Adds what the DevTools page says, for the first time or again after the worker was stopped. Answers the
   * records that are not part of the capture.
   */
  observePage(records: readonly PageRecord[]): number[] {
    const unwanted: number[] = [];
    for (const { n, events } of records) {
      if (this.#session === null) break;
      const admitted = this.#admission.admit(events);
      this.#know(admitted);
      if (n <= this.#session.have) this.#journal.fill(n, admitted);
      else {
        this.#session = { ...this.#session, have: n };
        if (admitted.length > 0) this.#append(admitted, n);
      }
      if (admitted.length === 0) unwanted.push(n);
    }
    this.#changed();
    return unwanted;
  }

  /** Another tab sent something to an origin that this one talks to. */
  observeElsewhere(evidence: ElsewhereEvidence): void {
    if (!this.attended || !this.origins.has(evidence.origin) || this.#elsewhereLeft === 0) return;
    this.#elsewhereLeft -= 1;
    this.#append([evidence], null);
  }

  /** DevTools opened, or its page came back: what it should say again. */
  begin(page: string): { have: number; refillFrom: number | null } {
    if (this.#session?.page !== page) this.#startSession({ page, have: 0 });
    return { have: this.#session?.have ?? 0, refillFrom: this.#journal.firstHole };
  }

  /** DevTools was closed: back to remembering only the latest. */
  end(): void {
    if (this.#session !== null) this.#startSession(null);
  }

  /** The tab shows another page, whose navigation began at `startedAt`. */
  navigated(startedAt: EpochMs, document: string): void {
    if (!this.#keepLog) this.#cut(startedAt, document);
  }

  clear(): void {
    this.#cut(this.#options.now(), null);
  }

  setRecording(on: boolean): void {
    this.#admission.setRecording(on, this.#options.now());
    this.#settingsChanged();
  }

  setKeepLog(on: boolean): void {
    this.#keepLog = on;
    this.#settingsChanged();
  }

  setDeep(deep: DeepCapture): void {
    this.#deep = deep;
    this.#settingsChanged();
  }

  /** A panel reads on from `since` of `journal`; the answer ends it. */
  read(journal: string | null, since: number, send: (message: ToPanel) => void): () => void {
    send(this.#state());
    const stop = this.readers.add(journal, since, send);
    this.#publish();
    return stop;
  }

  /** The DevTools page is back but cannot say these again: go on without them. */
  giveUpHoles(): void {
    this.#journal.dropHoles();
    this.#publish();
  }

  takeChanges(): Changes {
    this.#taken = this.#journal.last;
    return this.#store.take({
      version: 1,
      journal: this.#journal.id,
      next: this.#journal.last + 1,
      clearedAt: this.#journal.clearedAt,
      chunks: this.#store.chunks,
      admission: this.#admission.state,
      keepLog: this.#keepLog,
      deep: this.#deep.state === 'on' || this.#deep.state === 'starting',
      session: this.#session,
    });
  }

  saved(): void {
    this.#saved = this.#taken;
    this.#publish();
  }

  notSaved(): void {
    // It goes on without a copy, and says so once. The stored journal's numbers will be used again after a
    // restart, so this one takes another name, and its readers start again then.
    if (!this.#journal.records.some(({ events }) => events?.includes(NOT_STORED))) {
      this.#journal = this.#journal.renamed(this.#options.newId());
      this.#journal.append([NOT_STORED], null);
    }
    this.#saved = this.#journal.last;
    this.#publish();
  }

  /** Everything it keeps in the browser's memory. */
  keys(): string[] {
    return this.#store.keys();
  }

  get #limit(): number {
    return this.attended ? this.#maxRequests : Number.POSITIVE_INFINITY;
  }

  #append(events: readonly Evidence[], page: number | null): void {
    this.#store.add(this.#journal.append(events, page));
    // A record of its own: what a page said comes back from that page without it.
    const elsewhere = this.#know(events);
    if (elsewhere.length > 0) this.#store.add(this.#journal.append(elsewhere, null));
    if (!this.attended && this.#journal.records.length > 2 * RING_RECORDS) this.#trim();
    this.#changed();
  }

  #isNew(event: Evidence): boolean {
    if (event.kind !== 'connection' && event.kind !== 'resolution') return true;
    const said = JSON.stringify(event);
    if (this.#told.has(said)) return false;
    this.#told.add(said);
    return true;
  }

  #trim(): void {
    this.#told.clear();
    this.#journal.trim(RING_RECORDS);
    this.#store.rewrite(this.#journal.records);
  }

  #cut(at: EpochMs, document: string | null): void {
    this.#told.clear();
    this.#admission.cut(at, document);
    this.#journal.clear((event) => this.#admission.stillHolds(event), isKnowledge);
    this.#store.rewrite(this.#journal.records);
    this.#changed();
  }

  /** Another DevTools, another journal; it begins with the latest that the worker saw itself. */
  #startSession(session: StoredMeta['session']): void {
    const own = this.#journal.records.filter(({ page }) => page === null).slice(-RING_RECORDS);
    this.#session = session;
    this.#keepLog = false;
    this.#deep = { state: 'off' };
    this.#admission = new Admission(this.#limit);
    this.#journal = new Journal(this.#options.newId());
    this.origins.clear();
    this.#told.clear();
    this.#elsewhereLeft = MAX_ELSEWHERE;
    for (const { events } of own) {
      this.#admission.restore(events ?? []);
      this.#journal.append(events, null);
      this.#journal.append(this.#know(events ?? []), null);
    }
    this.#store.rewrite(this.#journal.records);
    this.#settingsChanged();
  }

  /** Learns the origins; says what other tabs did with those that are new. */
  #know(events: readonly Evidence[]): Evidence[] {
    const elsewhere: Evidence[] = [];
    for (const event of events) {
      const origin = event.kind === 'request' ? originOf(event.url) : null;
      if (origin === null || this.origins.has(origin)) continue;
      this.origins.add(origin);
      if (this.attended) elsewhere.push(...(this.#options.elsewhere?.(origin) ?? []));
    }
    return elsewhere;
  }

  #settingsChanged(): void {
    this.readers.tell(this.#state());
    this.#changed();
  }

  #state(): ToPanel {
    const state = { recording: this.#admission.recording, keepLog: this.#keepLog, deep: this.#deep };
    return { type: 'state', state };
  }

  #changed(): void {
    this.#options.saver.request(this);
  }

  #publish(): void {
    this.readers.publish(this.#journal, Math.min(this.#saved, this.#journal.readable));
  }
}

/** What a clear leaves, as the builder does. */
function isKnowledge({ kind }: Evidence): boolean {
  return kind !== 'request' && kind !== 'attempt' && kind !== 'problem';
}

const NOT_STORED: Evidence = {
  kind: 'problem',
  problem: {
    code: 'restart-loses',
    message:
      'The browser has no memory left for this capture: should it stop the extension’s background worker, what the worker saw since now would be lost. Clear the capture to make room.',
  },
};
