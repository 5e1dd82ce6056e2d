import type { EpochMs } from '../../../src/model/capture.ts';
import type { ElsewhereEvidence, Evidence } from '../../../src/model/evidence.ts';
import type { Origin } from '../../../src/model/origin.ts';
import type { DeepCapture } from '../../../ui/host.ts';
import type { PageRecord, ToPanel } from '../../protocol/messages.ts';
import { DurableJournal } from '../journal/durable-journal.ts';
import { JournalReaders } from '../journal/journal-readers.ts';
import type { Saveable, Saver } from '../journal/saver.ts';
import type { Changes, StoredMeta, StoredTab } from '../journal/stored-journal.ts';
import { RequestWindow } from './request-window.ts';
import { TabOrigins } from './tab-origins.ts';

/** The most requests of a capture with DevTools open. A notice appears when it is reached. */
export const MAX_REQUESTS = 5_000;
/** Without DevTools only the latest records are kept, so that the panel has some from before it was opened. */
const RING_RECORDS = 300;
/** And not more than this much of them, as JSON: 30 such tabs leave room for others in `storage.session` (10 MB). */
const RING_CHARS = 96_000;
/** The most that a capture with DevTools open may hold, as JSON. */
export const MAX_CHARS = 48_000_000;

export interface TabCaptureOptions {
  readonly tabId: number;
  readonly saver: Saver;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  readonly stored?: StoredTab | null;
  readonly maxRequests?: number;
  readonly maxChars?: number;
  /** What other tabs have sent to an origin. Called when this tab first sends a request to it. */
  readonly sentByOtherTabs?: (origin: Origin) => readonly Evidence[];
}

/** The capture of one tab: its journal, its settings and its readers. */
export class TabCapture implements Saveable {
  readonly tabId: number;
  readonly #options: TabCaptureOptions;
  readonly #journal: DurableJournal;
  readonly #readers = new JournalReaders();
  readonly #origins: TabOrigins;
  #window: RequestWindow;
  #keepLog: boolean;
  #deep: DeepCapture = { state: 'off' };
  #session: StoredMeta['devtoolsSession'];
  /** Facts about connections and names that are recorded already: every request repeats them. */
  readonly #recorded = new Set<string>();

  constructor(options: TabCaptureOptions) {
    const { tabId, newId, stored = null, sentByOtherTabs = () => [] } = options;
    this.tabId = tabId;
    this.#options = options;
    this.#session = stored?.meta.devtoolsSession ?? null;
    this.#keepLog = stored?.meta.keepLog ?? false;
    if (stored?.meta.deep) this.#deep = { state: 'starting' };
    this.#origins = new TabOrigins((origin) => (this.hasDevtools ? sentByOtherTabs(origin) : []));
    this.#journal = new DurableJournal(tabId, newId, stored);
    this.#window = new RequestWindow(this.#limit, stored?.meta.requestWindow);
    for (const { events } of this.#journal.records) {
      this.#window.restore(events ?? []);
      this.#origins.add(events ?? []);
    }
  }

  /** Whether DevTools is open on this tab. */
  get hasDevtools(): boolean {
    return this.#session !== null;
  }

  /** The first record that the DevTools page must keep. */
  get oldestPageRecord(): number {
    const oldest = this.#journal.records.find(({ page }) => page !== null)?.page;
    return oldest ?? (this.#session?.have ?? 0) + 1;
  }

  get deep(): DeepCapture {
    return this.#deep;
  }

  /** Adds what the worker itself observed (webRequest, CDP). */
  observe(events: readonly Evidence[]): void {
    const news = this.#window.admit(events).filter((event) => this.#isNew(event));
    if (news.length > 0) this.#append(news, null);
  }

  /**
   * Adds records of the DevTools page, sent for the first time or again after the worker was stopped. Returns the
   * numbers of those that are not part of the capture.
   */
  observePage(records: readonly PageRecord[]): number[] {
    const unwanted: number[] = [];
    for (const { n, events } of records) {
      if (this.#session === null) break;
      const admitted = this.#window.admit(events);
      this.#origins.add(admitted);
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

  /** Adds a request that another tab sent, if this tab uses the same origin. */
  observeOtherTab(evidence: ElsewhereEvidence): void {
    if (this.hasDevtools && this.#origins.accepts(evidence.origin)) this.#append([evidence], null);
  }

  /** DevTools was opened, or its page reconnected. Returns what the page should send again. */
  devtoolsConnected(page: string): { have: number; refillFrom: number | null } {
    if (this.#session?.page !== page) this.#startSession({ page, have: 0 });
    return { have: this.#session?.have ?? 0, refillFrom: this.#journal.firstMissing };
  }

  /** DevTools was closed: from now on only the latest records are kept. */
  devtoolsClosed(): void {
    if (this.#session !== null) this.#startSession(null);
  }

  /** The tab shows another page, whose navigation started at `startedAt`. */
  navigated(startedAt: EpochMs, document: string): void {
    if (!this.#keepLog) this.#startOver(startedAt, document);
  }

  clear(): void {
    this.#startOver(this.#options.now(), null);
  }

  setRecording(on: boolean): void {
    this.#window.setRecording(on, this.#options.now());
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

  /** A panel continues to read `journal` after record `since`. Returns a function that ends the reading. */
  read(journal: string | null, since: number, send: (message: ToPanel) => void): () => void {
    send(this.#state());
    const stop = this.#readers.add(journal, since, send);
    this.#publish();
    return stop;
  }

  /** The DevTools page has reconnected without the missing records: stop waiting for them. */
  giveUpMissing(): void {
    this.#journal.dropMissing();
    this.#publish();
  }

  takeChanges(): Changes {
    return this.#journal.take({
      requestWindow: this.#window.state,
      keepLog: this.#keepLog,
      deep: this.#deep.state === 'on' || this.#deep.state === 'starting',
      devtoolsSession: this.#session,
    });
  }

  saved(): void {
    this.#journal.saved();
    this.#publish();
  }

  notSaved(): void {
    this.#journal.notSaved();
    this.#publish();
  }

  /** Every key that it uses in `storage.session`. */
  keys(): string[] {
    return this.#journal.keys();
  }

  get #limit(): number {
    const { maxRequests = MAX_REQUESTS } = this.#options;
    return this.hasDevtools ? maxRequests : Number.POSITIVE_INFINITY;
  }

  #append(events: readonly Evidence[], page: number | null): void {
    this.#journal.append(events, page);
    // A separate record: the DevTools page cannot send this again after a restart.
    const fromOtherTabs = this.#origins.add(events);
    if (fromOtherTabs.length > 0) this.#journal.append(fromOtherTabs, null);
    if (this.hasDevtools) {
      const { maxChars = MAX_CHARS } = this.#options;
      if (this.#journal.chars > maxChars) this.#window.close();
    } else if (this.#journal.records.length > 2 * RING_RECORDS || this.#journal.chars > 2 * RING_CHARS) {
      this.#recorded.clear();
      this.#journal.trim(RING_RECORDS, RING_CHARS);
    }
    this.#changed();
  }

  #isNew(event: Evidence): boolean {
    if (!['connection', 'resolution', 'certificate'].includes(event.kind)) return true;
    const fact = JSON.stringify(event);
    if (this.#recorded.has(fact)) return false;
    this.#recorded.add(fact);
    return true;
  }

  #startOver(at: EpochMs, document: string | null): void {
    this.#recorded.clear();
    this.#window.startAt(at, document);
    this.#journal.clear((event) => this.#window.includes(event));
    this.#changed();
  }

  /** Each opening of DevTools starts a new journal. It begins with the latest records of the worker itself. */
  #startSession(session: StoredMeta['devtoolsSession']): void {
    const own = this.#journal.records.filter(({ page }) => page === null).slice(-RING_RECORDS);
    this.#session = session;
    this.#keepLog = false;
    this.#deep = { state: 'off' };
    this.#window = new RequestWindow(this.#limit);
    this.#origins.clear();
    this.#recorded.clear();
    const beginning = own.map(({ events }) => events ?? []);
    for (const events of beginning) this.#window.restore(events);
    const withOtherTabs = beginning.flatMap((events) => [events, this.#origins.add(events)]);
    this.#journal.replaceWith(withOtherTabs.filter((events) => events.length > 0));
    this.#settingsChanged();
  }

  #settingsChanged(): void {
    this.#readers.broadcast(this.#state());
    this.#changed();
  }

  #state(): ToPanel {
    const state = { recording: this.#window.recording, keepLog: this.#keepLog, deep: this.#deep };
    return { type: 'state', state };
  }

  #changed(): void {
    this.#options.saver.request(this);
  }

  #publish(): void {
    this.#readers.publish(this.#journal.journal, this.#journal.publishable);
  }
}
