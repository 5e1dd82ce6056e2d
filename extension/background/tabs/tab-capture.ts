import type { EpochMs } from '../../../src/model/capture.ts';
import type { ElsewhereEvidence, Evidence } from '../../../src/model/evidence.ts';
import type { Origin } from '../../../src/model/origin.ts';
import type { DeepCapture } from '../../../ui/host.ts';
import type { PageRecord, ToPanel } from '../../protocol/messages.ts';
import { DurableJournal } from '../journal/durable-journal.ts';
import { Readers } from '../journal/journal-readers.ts';
import type { Saveable, Saver } from '../journal/saver.ts';
import type { Changes, StoredMeta, StoredTab } from '../journal/stored-journal.ts';
import { RequestWindow } from './request-window.ts';
import { TabOrigins } from './tab-origins.ts';

/** With DevTools open: the bound on requests, with a notice when it is reached. */
export const MAX_REQUESTS = 5_000;
/** Without: the latest records, so that what came before DevTools opened is there. */
const RING_RECORDS = 300;

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
  readonly #options: TabCaptureOptions;
  readonly #journal: DurableJournal;
  readonly #readers = new Readers();
  readonly #neighbours: TabOrigins;
  #admission: RequestWindow;
  #keepLog: boolean;
  #deep: DeepCapture = { state: 'off' };
  #session: StoredMeta['session'];
  /** What was said of connections and names: each request says it again. */
  readonly #told = new Set<string>();

  constructor(options: TabCaptureOptions) {
    const { tabId, newId, stored = null, elsewhere = () => [] } = options;
    this.tabId = tabId;
    this.#options = options;
    this.#session = stored?.meta.session ?? null;
    this.#keepLog = stored?.meta.keepLog ?? false;
    if (stored?.meta.deep) this.#deep = { state: 'starting' };
    this.#neighbours = new TabOrigins((origin) => (this.attended ? elsewhere(origin) : []));
    this.#journal = new DurableJournal(tabId, newId, stored);
    this.#admission = new RequestWindow(this.#limit, stored?.meta.admission);
    for (const { events } of this.#journal.records) {
      this.#admission.restore(events ?? []);
      this.#neighbours.meet(events ?? []);
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
      this.#neighbours.meet(admitted);
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
    if (this.attended && this.#neighbours.wants(evidence.origin)) this.#append([evidence], null);
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
    const stop = this.#readers.add(journal, since, send);
    this.#publish();
    return stop;
  }

  /** The DevTools page is back but cannot say these again: go on without them. */
  giveUpHoles(): void {
    this.#journal.dropHoles();
    this.#publish();
  }

  takeChanges(): Changes {
    return this.#journal.take({
      admission: this.#admission.state,
      keepLog: this.#keepLog,
      deep: this.#deep.state === 'on' || this.#deep.state === 'starting',
      session: this.#session,
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

  /** Everything it keeps in the browser's memory. */
  keys(): string[] {
    return this.#journal.keys();
  }

  get #limit(): number {
    const { maxRequests = MAX_REQUESTS } = this.#options;
    return this.attended ? maxRequests : Number.POSITIVE_INFINITY;
  }

  #append(events: readonly Evidence[], page: number | null): void {
    this.#journal.append(events, page);
    // A record of its own: what a page said comes back from that page without it.
    const elsewhere = this.#neighbours.meet(events);
    if (elsewhere.length > 0) this.#journal.append(elsewhere, null);
    if (!this.attended && this.#journal.records.length > 2 * RING_RECORDS) {
      this.#told.clear();
      this.#journal.trim(RING_RECORDS);
    }
    this.#changed();
  }

  #isNew(event: Evidence): boolean {
    if (!['connection', 'resolution', 'certificate'].includes(event.kind)) return true;
    const said = JSON.stringify(event);
    if (this.#told.has(said)) return false;
    this.#told.add(said);
    return true;
  }

  #cut(at: EpochMs, document: string | null): void {
    this.#told.clear();
    this.#admission.cut(at, document);
    this.#journal.clear((event) => this.#admission.stillHolds(event));
    this.#changed();
  }

  /** Another DevTools, another journal; it begins with the latest that the worker saw itself. */
  #startSession(session: StoredMeta['session']): void {
    const own = this.#journal.records.filter(({ page }) => page === null).slice(-RING_RECORDS);
    this.#session = session;
    this.#keepLog = false;
    this.#deep = { state: 'off' };
    this.#admission = new RequestWindow(this.#limit);
    this.#neighbours.forget();
    this.#told.clear();
    const beginning = own.map(({ events }) => events ?? []);
    for (const events of beginning) this.#admission.restore(events);
    const met = beginning.flatMap((events) => [events, this.#neighbours.meet(events)]);
    this.#journal.restart(met.filter((events) => events.length > 0));
    this.#settingsChanged();
  }

  #settingsChanged(): void {
    this.#readers.tell(this.#state());
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
    this.#readers.publish(this.#journal.journal, this.#journal.publishable);
  }
}
