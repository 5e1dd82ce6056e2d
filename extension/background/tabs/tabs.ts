import type { EpochMs } from '../../../src/model/capture.ts';
import { originOf } from '../../../src/model/origin.ts';
import type { Saver, SessionArea } from '../journal/saver.ts';
import { readStored } from '../journal/stored-journal.ts';
import { elsewhereEvidence, OtherTabs } from './other-tabs.ts';
import { Profiles } from './profiles.ts';
import { TabCapture } from './tab-capture.ts';

export interface TabsOptions {
  readonly area: SessionArea;
  readonly saver: Saver;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  /** The open tabs, and whether each is incognito. Stored captures of other tabs are removed. */
  readonly openTabs: () => Promise<ReadonlyMap<number, boolean>>;
  readonly maxRequests?: number;
  readonly maxChars?: number;
}

/** The most tabs without DevTools that are kept. The least recently active is dropped first. */
const MAX_WITHOUT_DEVTOOLS = 30;

/** The captures of all tabs. Tabs share nothing but which origins they use ({@link OtherTabs}). */
export class Tabs {
  readonly #options: TabsOptions;
  readonly #captures = new Map<number, TabCapture>();
  readonly #otherTabs = new OtherTabs();
  readonly profiles = new Profiles();

  constructor(options: TabsOptions) {
    this.#options = options;
  }

  /** Restores the captures that the worker stored before it was stopped. */
  async restore(items: Readonly<Record<string, unknown>>): Promise<void> {
    const { area, openTabs } = this.#options;
    const open = await openTabs();
    for (const [tabId, incognito] of open) this.profiles.opened(tabId, incognito);
    const left: string[] = [];
    for (const stored of readStored(items)) {
      const capture = new TabCapture({ ...this.#captureOptions(stored.tabId), stored });
      if (open.has(stored.tabId)) this.#captures.set(stored.tabId, capture);
      else left.push(...capture.keys());
    }
    if (left.length > 0) await area.remove(left);
  }

  get all(): Iterable<TabCapture> {
    return this.#captures.values();
  }

  find(tabId: number): TabCapture | undefined {
    return this.#captures.get(tabId);
  }

  of(tabId: number): TabCapture {
    const known = this.#captures.get(tabId);
    const capture = known ?? new TabCapture(this.#captureOptions(tabId));
    // Moved to the end, so that the first one is the least recently active.
    this.#captures.delete(tabId);
    this.#captures.set(tabId, capture);
    if (known === undefined) this.#dropWithoutDevtools(MAX_WITHOUT_DEVTOOLS - 1, tabId);
    return capture;
  }

  /** A tab (-1: none, such as a service worker) received a response from the network. */
  answered(tabId: number, url: string, address: string | null, at: EpochMs): void {
    const origin = originOf(url);
    const profile = this.profiles.of(tabId);
    if (origin === null || profile === null) return;
    this.#otherTabs.note(origin, { tabId, profile, address, at });
    for (const capture of this.#captures.values()) {
      const isOtherTab = capture.tabId !== tabId && this.profiles.of(capture.tabId) === profile;
      if (isOtherTab) capture.observeOtherTab(elsewhereEvidence(origin, { address, at }));
    }
  }

  closed(tabId: number): void {
    // A connection outlives its tab. Of an incognito tab, however, nothing may remain.
    if (this.profiles.of(tabId) === 'incognito') this.#otherTabs.forget(tabId);
    this.profiles.closed(tabId);
    this.drop(tabId);
  }

  drop(tabId: number): void {
    const capture = this.#captures.get(tabId);
    if (capture === undefined) return;
    this.#captures.delete(tabId);
    this.#options.saver.forget(capture, capture.keys());
  }

  /** Drops tabs without DevTools until `keep` are left. */
  #dropWithoutDevtools(keep: number, except: number): void {
    const withoutDevtools = [...this.#captures.values()].filter((c) => !c.hasDevtools && c.tabId !== except);
    const dropped = withoutDevtools.slice(0, Math.max(0, withoutDevtools.length - keep));
    for (const { tabId } of dropped) this.drop(tabId);
  }

  #captureOptions(tabId: number) {
    const { saver, now, newId, maxRequests, maxChars } = this.#options;
    const sentByOtherTabs = (origin: string) =>
      this.#otherTabs.requestsTo(origin, tabId, this.profiles.of(tabId));
    return {
      tabId,
      saver,
      now,
      newId,
      sentByOtherTabs,
      ...(maxRequests !== undefined && { maxRequests }),
      ...(maxChars !== undefined && { maxChars }),
    };
  }
}
