import type { Browser, EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { PortLike } from '../protocol/reconnecting-port.ts';
import { Badges } from './badges.ts';
import { type ConnectedPage, ConnectedPages } from './connected-pages.ts';
import { type CdpEvents, type DebuggerApi, DeepCaptures } from './deep-capture.ts';
import { Saver, type SessionArea } from './journal/saver.ts';
import { RequestTracker } from './request-tracker.ts';
import { DevtoolsPresence } from './tabs/devtools-presence.ts';
import { Navigations } from './tabs/navigations.ts';
import { Tabs } from './tabs/tabs.ts';
import { resumeAfterRestart } from './worker-restart.ts';

export interface HubOptions {
  readonly area: SessionArea;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  /** The open tabs by id, and whether each is incognito. */
  readonly openTabs: () => Promise<ReadonlyMap<number, boolean>>;
  readonly browser: Browser;
  readonly debuggerApi: DebuggerApi | null;
  readonly createCdpReader: (emit: (evidence: Evidence) => void) => CdpEvents;
  readonly showBadge: (tabId: number, text: string) => void;
  /** DevTools was opened on a tab, reconnected, or was closed. */
  readonly onDevtoolsChange?: (tabId: number, isOpen: boolean) => void;
  readonly maxRequests?: number;
  readonly maxChars?: number;
}

/**
 * Connects the parts of the worker. Evidence arrives from webRequest, DevTools pages and the debugger, is written to
 * the journal of its tab, and is read from there by panels. All work waits until the state from before a restart is
 * back (worker-restart.ts).
 */
export class Hub {
  readonly saver: Saver;
  readonly tabs: Tabs;
  readonly requests: RequestTracker;
  readonly #options: HubOptions;
  readonly #deep: DeepCaptures;
  readonly #badges: Badges;
  readonly #navigations = new Navigations();
  readonly #devtools = new DevtoolsPresence((tabId) => this.#devtoolsClosed(tabId));
  readonly #pages: ConnectedPages;
  readonly #ready: Promise<void>;

  constructor(options: HubOptions) {
    this.#options = options;
    this.saver = new Saver(options.area);
    this.tabs = new Tabs({ ...options, saver: this.saver });
    this.requests = new RequestTracker(this.saver);
    this.#badges = new Badges(options.showBadge);
    this.#deep = new DeepCaptures({
      api: options.debuggerApi,
      createReader: options.createCdpReader,
      onEvidence: (tabId, events) => this.tabs.find(tabId)?.observe(events),
      onState: (tabId, state) => this.tabs.find(tabId)?.setDeep(state),
    });
    this.#pages = new ConnectedPages({
      now: options.now,
      captureOf: (tabId) => this.tabs.of(tabId),
      devtools: this.#devtools,
      navigations: this.#navigations,
      onDevtools: (capture, isNew) => {
        if (isNew) capture.observe([{ kind: 'source', source: 'webrequest', browser: options.browser }]);
        this.#badges.watch(capture);
        options.onDevtoolsChange?.(capture.tabId, true);
      },
      onShown: (tabId) => this.#badges.pageShown(tabId),
      setDeep: (tabId, on) => (on ? this.#deep.turnOn(tabId) : this.#deep.turnOff(tabId)),
    });
    this.#ready = resumeAfterRestart({
      area: options.area,
      requests: this.requests,
      tabs: this.tabs,
      devtools: this.#devtools,
      badges: this.#badges,
      deepCaptures: this.#deep,
      onDevtoolsOpen: (tabId) => options.onDevtoolsChange?.(tabId, true),
    });
  }

  /** Runs `work` in the order of the calls, as soon as the stored state is back. */
  whenReady(work: () => void): void {
    void this.#ready.then(work);
  }

  /** Adds evidence about a tab's requests that the worker itself observed. */
  observe(tabId: number, events: readonly Evidence[]): void {
    if (events.length === 0) return;
    const capture = this.tabs.of(tabId);
    capture.observe(events);
    // A tab without DevTools gets a badge from its first visible 421 on.
    if (events.some((event) => event.kind === 'request' && event.facts.status === 421)) {
      this.#badges.watch(capture);
    }
  }

  mainRequest(tabId: number, requestId: string, url: string, at: EpochMs): void {
    const isNew = this.#navigations.requested(tabId, requestId, url, at);
    const capture = this.tabs.find(tabId);
    // With DevTools open, the capture starts over when the new page is shown: a download shows no page.
    if (isNew && capture !== undefined && !capture.hasDevtools) {
      capture.navigated(at, url);
      this.#badges.unwatch(tabId);
    }
  }

  mainCompleted(tabId: number): void {
    this.#badges.pageShown(tabId);
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
    this.#options.onDevtoolsChange?.(tabId, false);
    this.#deep.forget(tabId);
    this.#badges.unwatch(tabId);
    this.#navigations.forget(tabId);
    this.#devtools.forget(tabId);
    this.tabs.closed(tabId);
  }

  /** A page of the extension connects. Its first message identifies it. */
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
    this.#options.onDevtoolsChange?.(tabId, false);
    this.#badges.unwatch(tabId);
    this.#deep.turnOff(tabId);
    this.tabs.find(tabId)?.devtoolsClosed();
  }
}
