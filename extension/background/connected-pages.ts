import type { EpochMs } from '../../src/model/capture.ts';
import { fromDevtoolsOf, fromPanelOf, helloOf } from '../protocol/guards.ts';
import type {
  DevtoolsHello,
  FromDevtools,
  FromPanel,
  PanelHello,
  ToDevtools,
  ToPanel,
} from '../protocol/messages.ts';
import type { PortLike } from '../protocol/reconnecting-port.ts';
import { type DevtoolsPresence, RECONNECT_GRACE } from './tabs/devtools-presence.ts';
import type { NavigationStart, Navigations } from './tabs/navigations.ts';
import type { TabCapture } from './tabs/tab-capture.ts';

/** What the messages of the pages act on. */
export interface ConnectedPagesOptions {
  readonly now: () => EpochMs;
  readonly captureOf: (tabId: number) => TabCapture;
  readonly devtools: DevtoolsPresence;
  readonly navigations: Navigations;
  /** DevTools was opened (`isNew`), or reconnected after the worker was stopped. */
  readonly onDevtools: (capture: TabCapture, isNew: boolean) => void;
  readonly onShown: (tabId: number) => void;
  readonly setDeep: (tabId: number, on: boolean) => void;
}

/** A page that has identified itself. */
export interface ConnectedPage {
  take(message: unknown): void;
  gone(): void;
}

/** Handles the messages of the extension's pages: the DevTools page and the panel of each tab. */
export class ConnectedPages {
  readonly #options: ConnectedPagesOptions;

  constructor(options: ConnectedPagesOptions) {
    this.#options = options;
  }

  /** Reads the hello with which a page identifies itself. Returns null, and disconnects, when it is not a hello. */
  welcome(port: PortLike, message: unknown): ConnectedPage | null {
    const hello = helloOf(message);
    if (hello === null) {
      port.disconnect();
      return null;
    }
    return hello.role === 'devtools' ? this.#welcomeDevtools(port, hello) : this.#welcomePanel(port, hello);
  }

  #welcomeDevtools(port: PortLike, { tabId, page }: DevtoolsHello): ConnectedPage {
    const { devtools, captureOf, onDevtools } = this.#options;
    devtools.connected(tabId, port);
    const capture = captureOf(tabId);
    const welcome = capture.devtoolsConnected(page);
    onDevtools(capture, welcome.have === 0);
    post(port, { type: 'welcome', ...welcome });
    if (welcome.refillFrom !== null) setTimeout(() => capture.giveUpMissing(), RECONNECT_GRACE);
    return {
      take: (message) => {
        const known = fromDevtoolsOf(message);
        if (known !== null) this.#fromDevtools(capture, port, known);
      },
      gone: () => devtools.disconnected(tabId, port),
    };
  }

  #fromDevtools(capture: TabCapture, port: PortLike, message: FromDevtools): void {
    const { tabId } = capture;
    const { navigations, now } = this.#options;
    switch (message.type) {
      case 'records': {
        const records = capture.observePage(message.records);
        if (records.length > 0) post(port, { type: 'unwanted', records });
        break;
      }
      case 'navigated': {
        const start = navigations.shown(tabId, message.url);
        if (start === null) post(port, { type: 'when-started', url: message.url });
        else this.#navigated(capture, start);
        break;
      }
      case 'started': {
        const { url, startedAt } = message;
        this.#navigated(capture, navigations.reported(tabId, url, startedAt, now()));
      }
    }
  }

  #navigated(capture: TabCapture, { at, document }: NavigationStart): void {
    capture.navigated(at, document);
    this.#options.onShown(capture.tabId);
    this.#sendForget(capture);
  }

  #welcomePanel(port: PortLike, { tabId, journal, since }: PanelHello): ConnectedPage {
    const capture = this.#options.captureOf(tabId);
    const gone = capture.read(journal, since, (message) => post(port, message));
    const take = (message: unknown) => {
      const known = fromPanelOf(message);
      if (known !== null) this.#fromPanel(capture, known);
    };
    return { take, gone };
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
        this.#sendForget(capture);
        break;
      case 'set-deep-capture':
        this.#options.setDeep(capture.tabId, message.on);
        break;
      case 'join':
        capture.observe(message.events);
    }
  }

  #sendForget(capture: TabCapture): void {
    const port = this.#options.devtools.portOf(capture.tabId);
    if (port !== null) post(port, { type: 'forget', from: capture.oldestPageRecord });
  }
}

/** A page may be gone before its disconnect event arrives. */
function post(port: PortLike, message: ToDevtools | ToPanel): void {
  try {
    port.postMessage(message);
  } catch (error) {
    console.warn('Coalescope: the page has gone.', error);
  }
}
