import { analyze } from '../../src/analysis/analyze.ts';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { ToPanel } from '../protocol/messages.ts';
import type { TabCapture } from './tabs/tab-capture.ts';

interface Watched {
  builder: CaptureBuilder;
  /** What the badge says; null when that is not known. */
  text: string | null;
  timer: ReturnType<typeof setTimeout> | null;
  stop: (() => void) | null;
}

/** Counting waits this long for more to come, and takes never more than a twentieth of the time. */
const PATIENCE = 1_000;
const SHARE = 20;

/** The toolbar button's badge: how many attempts of a tab were misdirected. */
export class Badges {
  readonly #show: (tabId: number, text: string) => void;
  readonly #watched = new Map<number, Watched>();
  #notBefore = 0;

  constructor(show: (tabId: number, text: string) => void) {
    this.#show = show;
  }

  /** Counts a tab from now on; it reads the journal as a panel does. */
  watch(capture: TabCapture): void {
    const { tabId } = capture;
    if (this.#watched.has(tabId)) return;
    const tab: Watched = { builder: new CaptureBuilder(), text: null, timer: null, stop: null };
    this.#watched.set(tabId, tab);
    tab.stop = capture.read(null, 0, (message) => this.#take(tabId, tab, message));
  }

  /** Browsers take a tab's badge away when the tab shows another page. */
  shownAnew(tabId: number): void {
    const tab = this.#watched.get(tabId);
    if (tab === undefined) return;
    tab.text = null;
    this.#soon(tabId, tab);
  }

  unwatch(tabId: number): void {
    const tab = this.#watched.get(tabId);
    if (tab === undefined) return;
    tab.stop?.();
    if (tab.timer !== null) clearTimeout(tab.timer);
    this.#watched.delete(tabId);
    if (tab.text) this.#show(tabId, '');
  }

  #take(tabId: number, tab: Watched, message: ToPanel): void {
    if (message.type !== 'evidence') return;
    const { before, events } = message.batch;
    if (before === 'reset') tab.builder = new CaptureBuilder();
    if (before === 'clear') tab.builder.clear();
    for (const event of events) tab.builder.apply(event);
    this.#soon(tabId, tab);
  }

  #soon(tabId: number, tab: Watched): void {
    const wait = Math.max(PATIENCE, this.#notBefore - Date.now());
    tab.timer ??= setTimeout(() => this.#count(tabId, tab), wait);
  }

  #count(tabId: number, tab: Watched): void {
    tab.timer = null;
    const started = Date.now();
    const { misdirectedAttempts } = analyze(tab.builder.snapshot()).summary;
    const ended = Date.now();
    this.#notBefore = ended + SHARE * (ended - started);
    const text =
      misdirectedAttempts === 0 ? '' : misdirectedAttempts > 999 ? '999+' : `${misdirectedAttempts}`;
    if (text === tab.text) return;
    tab.text = text;
    this.#show(tabId, text);
  }
}
