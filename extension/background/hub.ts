import type { Browser, EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { fromDevtoolsOf, fromPanelOf, helloOf } from '../protocol/guards.ts';
import type {
  DevtoolsHello,
  FromDevtools,
  FromPanel,
  PanelHello,
  ToDevtools,
  ToPanel,
} from '../protocol/messages.ts';
import type { PortLike } from '../protocol/port.ts';
import { Badges } from './badges.ts';
import { type CdpEvents, type DebuggerApi, DeepCaptures } from './deep-capture.ts';
import { type NavigationStart, Navigations } from './navigations.ts';
import { Requests } from './requests.ts';
import { Saver, type SessionArea } from './saver.ts';
import type { TabCapture } from './tab-capture.ts';
import { Tabs } from './tabs.ts';

export interface HubOptions {
  readonly area: SessionArea;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  readonly openTabs: () => Promise<ReadonlySet<number>>;
  readonly browser: Browser;
  readonly debuggerApi: DebuggerApi | null;
  readonly createCdpReader: (emit: (evidence: Evidence) => void) => CdpEvents;
  readonly showBadge: (tabId: number, text: string) => void;
  readonly maxRequests?: number;
}

/** What a page at the other end of a port can do after its hello. */
interface ConnectedPage {
  take(message: unknown): void;
  gone(): void;
}

/** A DevTools page that went away may come back (the worker was stopped); after this it was closed. */
export const GRACE = 5_000;

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
  /** The DevTools page's port of each tab, or the timer that runs since it went away. */
  readonly #devtools = new Map<number, PortLike | ReturnType<typeof setTimeout>>();
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

  tabClosed(tabId: number): void {
    this.#deep.forget(tabId);
    this.#badges.unwatch(tabId);
    this.#navigations.forget(tabId);
    this.#setDevtools(tabId, null);
    this.tabs.drop(tabId);
  }

  /** A page of the extension connects; the first thing it says is who it is. */
  accept(port: PortLike): void {
    let page: ConnectedPage | null = null;
    port.onMessage.addListener((message) =>
      this.whenReady(() => {
        if (page === null) page = this.#welcome(port, message);
        else page.take(message);
      }),
    );
    port.onDisconnect.addListener(() => this.whenReady(() => page?.gone()));
  }

  #welcome(port: PortLike, message: unknown): ConnectedPage | null {
    const hello = helloOf(message);
    if (hello === null) port.disconnect();
    if (hello === null) return null;
    return hello.role === 'devtools' ? this.#welcomeDevtools(port, hello) : this.#welcomePanel(port, hello);
  }

  #welcomeDevtools(port: PortLike, { tabId, page }: DevtoolsHello): ConnectedPage {
    this.#setDevtools(tabId, port);
    const capture = this.tabs.of(tabId);
    const welcome = capture.begin(page);
    if (welcome.have === 0) this.#sayBrowser(capture);
    this.#badges.watch(capture);
    post(port, { type: 'welcome', ...welcome });
    if (welcome.refillFrom !== null) setTimeout(() => capture.giveUpHoles(), GRACE);
    return {
      take: (message) => {
        const known = fromDevtoolsOf(message);
        if (known !== null) this.#fromDevtools(capture, port, known);
      },
      gone: () => {
        if (this.#devtools.get(tabId) === port) this.#waitForDevtools(tabId);
      },
    };
  }

  #welcomePanel(port: PortLike, { tabId, journal, since }: PanelHello): ConnectedPage {
    const capture = this.tabs.of(tabId);
    const gone = capture.read(journal, since, (message) => post(port, message));
    const take = (message: unknown) => {
      const known = fromPanelOf(message);
      if (known !== null) this.#fromPanel(capture, known);
    };
    return { take, gone };
  }

  #fromDevtools(capture: TabCapture, port: PortLike, message: FromDevtools): void {
    const { tabId } = capture;
    switch (message.type) {
      case 'records': {
        const records = capture.observePage(message.records);
        if (records.length > 0) post(port, { type: 'unwanted', records });
        break;
      }
      case 'navigated': {
        const start = this.#navigations.shown(tabId, message.url);
        if (start === null) post(port, { type: 'when-started', url: message.url });
        else this.#navigated(capture, start);
        break;
      }
      case 'started': {
        const { url, startedAt } = message;
        this.#navigated(capture, this.#navigations.told(tabId, url, startedAt, this.#options.now()));
      }
    }
  }

  #navigated(capture: TabCapture, { at, document }: NavigationStart): void {
    capture.navigated(at, document);
    this.#badges.shownAnew(capture.tabId);
    this.#sayForget(capture);
  }

  #sayForget(capture: TabCapture): void {
    const port = this.#devtools.get(capture.tabId);
    if (port !== undefined && isPort(port)) post(port, { type: 'forget', from: capture.oldestPageRecord });
  }

  #fromPanel(capture: TabCapture, message: FromPanel): void {
    switch (message.type) {
      case 'set-recording':
        capture.setRecording(message.on);
        break;
      case 'set-keep-log':
        capture.setKeepLog(message.on);
        break;
      case 'clear':
        capture.clear();
        this.#sayForget(capture);
        break;
      case 'set-deep-capture':
        if (message.on) this.#deep.turnOn(capture.tabId);
        else this.#deep.turnOff(capture.tabId);
    }
  }

  #waitForDevtools(tabId: number): void {
    const closed = () => {
      this.#devtools.delete(tabId);
      this.#badges.unwatch(tabId);
      this.#deep.turnOff(tabId);
      this.tabs.find(tabId)?.end();
    };
    this.#setDevtools(tabId, setTimeout(closed, GRACE));
  }

  #setDevtools(tabId: number, to: PortLike | ReturnType<typeof setTimeout> | null): void {
    const known = this.#devtools.get(tabId);
    if (known !== undefined && !isPort(known)) clearTimeout(known);
    if (to === null) this.#devtools.delete(tabId);
    else this.#devtools.set(tabId, to);
  }

  #sayBrowser(capture: TabCapture): void {
    capture.observe([{ kind: 'source', source: 'webrequest', browser: this.#options.browser }]);
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
      this.#waitForDevtools(capture.tabId);
      this.#badges.watch(capture);
      if (capture.deep.state === 'starting') this.#deep.resume(capture.tabId);
    }
  }
}

function isPort(value: PortLike | ReturnType<typeof setTimeout>): value is PortLike {
  return typeof value === 'object' && 'postMessage' in value;
}

/** A page can be gone before its disconnect event is here. */
function post(port: PortLike, message: ToDevtools | ToPanel): void {
  try {
    port.postMessage(message);
  } catch (error) {
    console.warn('Coalescope: a page went away.', error);
  }
}
