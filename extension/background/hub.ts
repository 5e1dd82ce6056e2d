import type { Browser, EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { PortLike } from '../protocol/port.ts';
import { Badges } from './badges.ts';
import { type CdpEvents, type DebuggerApi, DeepCaptures } from './deep-capture.ts';
import { Saver, type SessionArea } from './journal/saver.ts';
import { type ConnectedPage, Pages } from './pages.ts';
import { Requests } from './requests.ts';
import { DevtoolsPresence } from './tabs/devtools-presence.ts';
import { Navigations } from './tabs/navigations.ts';
import { Tabs } from './tabs/tabs.ts';

export interface HubOptions {
  readonly area: SessionArea;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  /** By id, whether each is incognito. */
  readonly openTabs: () => Promise<ReadonlyMap<number, boolean>>;
  readonly browser: Browser;
  readonly debuggerApi: DebuggerApi | null;
  readonly createCdpReader: (emit: (evidence: Evidence) => void) => CdpEvents;
  readonly showBadge: (tabId: number, text: string) => void;
  /** DevTools was opened on a tab (or came back), or closed. */
  readonly onAttended?: (tabId: number, isOpen: boolean) => void;
  readonly maxRequests?: number;
}

/**
 * The worker's middle: evidence from webRequest, DevTools pages and the debugger comes in, each tab's
 * journal takes it up, panels read it. Everything waits for what an earlier life of the worker left.
 */
export class Hub {
  readonly saver: Saver;
  readonly tabs: Tabs;
  readonly requests: Requests;
  readonly #options: HubOptions;
  readonly #deep: DeepCaptures;
  readonly #badges: Badges;
  readonly #navigations = new Navigations();
  readonly #attendance = new DevtoolsPresence((tabId) => this.#devtoolsClosed(tabId));
  readonly #pages: Pages;
  readonly #ready: Promise<void>;

  constructor(options: HubOptions) {
    this.#options = options;
    this.saver = new Saver(options.area);
    this.tabs = new Tabs({ ...options, saver: this.saver });
    this.requests = new Requests(this.saver);
    this.#badges = new Badges(options.showBadge);
    this.#deep = new DeepCaptures({
      api: options.debuggerApi,
      createReader: options.createCdpReader,
      onEvidence: (tabId, events) => this.tabs.find(tabId)?.observe(events),
      onState: (tabId, state) => this.tabs.find(tabId)?.setDeep(state),
    });
    this.#pages = new Pages({
      now: options.now,
      captureOf: (tabId) => this.tabs.of(tabId),
      attendance: this.#attendance,
      navigations: this.#navigations,
      onDevtools: (capture, isNew) => {
        if (isNew) capture.observe([{ kind: 'source', source: 'webrequest', browser: options.browser }]);
        this.#badges.watch(capture);
        options.onAttended?.(capture.tabId, true);
      },
      onShown: (tabId) => this.#badges.shownAnew(tabId),
      setDeep: (tabId, on) => (on ? this.#deep.turnOn(tabId) : this.#deep.turnOff(tabId)),
    });
    this.#ready = this.#restore();
  }

  /** Runs in order of the calls, once what was stored is back. */
  whenReady(work: () => void): void {
    void this.#ready.then(work);
  }

  /** What the worker saw of a tab's requests. */
  observe(tabId: number, events: readonly Evidence[]): void {
    if (events.length === 0) return;
    const capture = this.tabs.of(tabId);
    capture.observe(events);
    // Without DevTools a tab is counted from the first visible 421 on.
    if (events.some((event) => event.kind === 'request' && event.facts.status === 421)) {
      this.#badges.watch(capture);
    }
  }

  mainRequest(tabId: number, requestId: string, url: string, at: EpochMs): void {
    const isNew = this.#navigations.requested(tabId, requestId, url, at);
    const capture = this.tabs.find(tabId);
    // With DevTools open the cut is made when the new page is shown: a download shows none.
    if (isNew && capture !== undefined && !capture.attended) {
      capture.navigated(at, url);
      this.#badges.unwatch(tabId);
    }
  }

  mainAnswered(tabId: number): void {
    this.#badges.shownAnew(tabId);
  }

  debuggerEvent(tabId: number, method: string, params: unknown): void {
    this.#deep.event(tabId, method, params);
  }

  debuggerDetached(tabId: number, reason: string): void {
    this.#deep.detached(tabId, reason);
  }

  tabOpened(tabId: number, incognito: boolean): void {
    this.tabs.profiles.opened(tabId, incognito);
  }

  tabClosed(tabId: number): void {
    this.#options.onAttended?.(tabId, false);
    this.#deep.forget(tabId);
    this.#badges.unwatch(tabId);
    this.#navigations.forget(tabId);
    this.#attendance.forget(tabId);
    this.tabs.closed(tabId);
  }

  /** A page of the extension connects; the first thing it says is who it is. */
  accept(port: PortLike): void {
    let page: ConnectedPage | null = null;
    port.onMessage.addListener((message) =>
      this.whenReady(() => {
        if (page === null) page = this.#pages.welcome(port, message);
        else page.take(message);
      }),
    );
    port.onDisconnect.addListener(() => this.whenReady(() => page?.gone()));
  }

  #devtoolsClosed(tabId: number): void {
    this.#options.onAttended?.(tabId, false);
    this.#badges.unwatch(tabId);
    this.#deep.turnOff(tabId);
    this.tabs.find(tabId)?.end();
  }

  async #restore(): Promise<void> {
    try {
      const items = await this.#options.area.get(null);
      this.requests.restore(items);
      await this.tabs.restore(items);
    } catch (error) {
      // Then it starts with nothing, which is better than not at all.
      console.error('Coalescope: what was stored cannot be read.', error);
    }
    for (const capture of this.tabs.all) {
      if (!capture.attended) continue;
      this.#options.onAttended?.(capture.tabId, true);
      this.#attendance.await(capture.tabId);
      this.#badges.watch(capture);
      if (capture.deep.state === 'starting') this.#deep.resume(capture.tabId);
    }
  }
}
