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
  /** The tabs that are open, to drop what the others left, and whether each is incognito. */
  readonly openTabs: () => Promise<ReadonlyMap<number, boolean>>;
  readonly maxRequests?: number;
}

/** Tabs without DevTools that are remembered; the one that was busy longest ago is forgotten first. */
const MAX_UNATTENDED = 30;

/** The captures of all tabs, each apart from the others. */
export class Tabs {
  readonly #options: TabsOptions;
  readonly #captures = new Map<number, TabCapture>();
  readonly #elsewhere = new OtherTabs();
  readonly profiles = new Profiles();

  constructor(options: TabsOptions) {
    this.#options = options;
    options.saver.makeRoom = () => this.#dropUnattended(0);
  }

  /** Takes up what an earlier life of the worker left. */
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
    // Moved to the end: the first one is the one that was busy longest ago.
    this.#captures.delete(tabId);
    this.#captures.set(tabId, capture);
    if (known === undefined) this.#dropUnattended(MAX_UNATTENDED - 1, tabId);
    return capture;
  }

  /** A tab (-1: none, such as a service worker) got an answer from the network. */
  answered(tabId: number, url: string, address: string | null, at: EpochMs): void {
    const origin = originOf(url);
    const profile = this.profiles.of(tabId);
    if (origin === null || profile === null) return;
    this.#elsewhere.note(origin, { tabId, profile, address, at });
    for (const capture of this.#captures.values()) {
      const isElsewhere = capture.tabId !== tabId && this.profiles.of(capture.tabId) === profile;
      if (isElsewhere) capture.observeElsewhere(elsewhereEvidence(origin, { address, at }));
    }
  }

  closed(tabId: number): void {
    // A connection outlives its tab, but of an incognito one nothing is to stay.
    if (this.profiles.of(tabId) === 'incognito') this.#elsewhere.forget(tabId);
    this.profiles.closed(tabId);
    this.drop(tabId);
  }

  drop(tabId: number): void {
    const capture = this.#captures.get(tabId);
    if (capture === undefined) return;
    this.#captures.delete(tabId);
    this.#options.saver.forget(capture, capture.keys());
  }

  /** Answers the keys they leave in the browser's memory. */
  #dropUnattended(keep: number, except?: number): string[] {
    const unattended = [...this.#captures.values()].filter((c) => !c.attended && c.tabId !== except);
    const dropped = unattended.slice(0, Math.max(0, unattended.length - keep));
    for (const { tabId } of dropped) this.drop(tabId);
    return dropped.flatMap((capture) => capture.keys());
  }

  #captureOptions(tabId: number) {
    const { saver, now, newId, maxRequests } = this.#options;
    const elsewhere = (origin: string) => this.#elsewhere.of(origin, tabId, this.profiles.of(tabId));
    return { tabId, saver, now, newId, elsewhere, ...(maxRequests !== undefined && { maxRequests }) };
  }
}
