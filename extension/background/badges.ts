import { analyze } from '../../src/analysis/analyze.ts';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { ToPanel } from '../protocol/messages.ts';
import type { TabCapture } from './tabs/tab-capture.ts';

interface WatchedTab {
  builder: CaptureBuilder;
  /** The badge's current text; null when that is unknown. */
  text: string | null;
  timer: ReturnType<typeof setTimeout> | null;
  stop: (() => void) | null;
}

/** A count waits this long (ms) for further evidence. */
const MIN_WAIT = 1_000;
/** After a count, the next one waits this many times as long as that one took: at most a twentieth of the CPU. */
const REST_FACTOR = 20;

/** The toolbar button's badge: how many attempts of a tab were misdirected. */
export class Badges {
  readonly #show: (tabId: number, text: string) => void;
  readonly #watched = new Map<number, WatchedTab>();
  #notBefore = 0;

  constructor(show: (tabId: number, text: string) => void) {
    this.#show = show;
  }

  /** Starts counting for a tab. It reads the journal as a panel does. */
  watch(capture: TabCapture): void {
    const { tabId } = capture;
    if (this.#watched.has(tabId)) return;
    const tab: WatchedTab = { builder: new CaptureBuilder(), text: null, timer: null, stop: null };
    this.#watched.set(tabId, tab);
    tab.stop = capture.read(null, 0, (message) => this.#take(tabId, tab, message));
  }

  /** The tab shows another page. Browsers remove its badge then, so the count is shown again. */
  pageShown(tabId: number): void {
    const tab = this.#watched.get(tabId);
    if (tab === undefined) return;
    tab.text = null;
    this.#schedule(tabId, tab);
  }

  unwatch(tabId: number): void {
    const tab = this.#watched.get(tabId);
    if (tab === undefined) return;
    tab.stop?.();
    if (tab.timer !== null) clearTimeout(tab.timer);
    this.#watched.delete(tabId);
    if (tab.text) this.#show(tabId, '');
  }

  #take(tabId: number, tab: WatchedTab, message: ToPanel): void {
    if (message.type !== 'evidence') return;
    const { before, events } = message.batch;
    if (before === 'reset') tab.builder = new CaptureBuilder();
    if (before === 'clear') tab.builder.clear();
    for (const event of events) tab.builder.apply(event);
    this.#schedule(tabId, tab);
  }

  #schedule(tabId: number, tab: WatchedTab): void {
    const wait = Math.max(MIN_WAIT, this.#notBefore - Date.now());
    tab.timer ??= setTimeout(() => this.#count(tabId, tab), wait);
  }

  #count(tabId: number, tab: WatchedTab): void {
    tab.timer = null;
    const started = Date.now();
    const { misdirectedAttempts } = analyze(tab.builder.snapshot()).summary;
    const ended = Date.now();
    this.#notBefore = ended + REST_FACTOR * (ended - started);
    const text =
      misdirectedAttempts === 0 ? '' : misdirectedAttempts > 999 ? '999+' : `${misdirectedAttempts}`;
    if (text === tab.text) return;
    tab.text = text;
    this.#show(tabId, text);
  }
}
