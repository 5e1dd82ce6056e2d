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
import type { PortLike } from '../protocol/port.ts';
import { type DevtoolsPresence, GRACE } from './tabs/devtools-presence.ts';
import type { NavigationStart, Navigations } from './tabs/navigations.ts';
import type { TabCapture } from './tabs/tab-capture.ts';

/** What the pages' messages lead to. */
export interface PagesOptions {
  readonly now: () => EpochMs;
  readonly captureOf: (tabId: number) => TabCapture;
  readonly attendance: DevtoolsPresence;
  readonly navigations: Navigations;
  /** DevTools was opened, or came back after the worker was stopped. */
  readonly onDevtools: (capture: TabCapture, isNew: boolean) => void;
  readonly onShown: (tabId: number) => void;
  readonly setDeep: (tabId: number, on: boolean) => void;
}

/** What a page at the other end of a port can do after its hello. */
export interface ConnectedPage {
  take(message: unknown): void;
  gone(): void;
}

/** The extension's pages at the other ends of the worker's ports. */
export class Pages {
  readonly #options: PagesOptions;

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  /** The first thing a page says is who it is; null for one that does not, and it is let go. */
  welcome(port: PortLike, message: unknown): ConnectedPage | null {
    const hello = helloOf(message);
    if (hello === null) port.disconnect();
    if (hello === null) return null;
    return hello.role === 'devtools' ? this.#welcomeDevtools(port, hello) : this.#welcomePanel(port, hello);
  }

  #welcomeDevtools(port: PortLike, { tabId, page }: DevtoolsHello): ConnectedPage {
    const { attendance, captureOf, onDevtools } = this.#options;
    attendance.arrived(tabId, port);
    const capture = captureOf(tabId);
    const welcome = capture.begin(page);
    onDevtools(capture, welcome.have === 0);
    post(port, { type: 'welcome', ...welcome });
    if (welcome.refillFrom !== null) setTimeout(() => capture.giveUpHoles(), GRACE);
    return {
      take: (message) => {
        const known = fromDevtoolsOf(message);
        if (known !== null) this.#fromDevtools(capture, port, known);
      },
      gone: () => attendance.left(tabId, port),
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
        this.#navigated(capture, navigations.told(tabId, url, startedAt, now()));
      }
    }
  }

  #navigated(capture: TabCapture, { at, document }: NavigationStart): void {
    capture.navigated(at, document);
    this.#options.onShown(capture.tabId);
    this.#sayForget(capture);
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
        this.#sayForget(capture);
        break;
      case 'set-deep-capture':
        this.#options.setDeep(capture.tabId, message.on);
        break;
      case 'join':
        capture.observe(message.events);
    }
  }

  #sayForget(capture: TabCapture): void {
    const port = this.#options.attendance.portOf(capture.tabId);
    if (port !== null) post(port, { type: 'forget', from: capture.oldestPageRecord });
  }
}

/** A page can be gone before its disconnect event is here. */
function post(port: PortLike, message: ToDevtools | ToPanel): void {
  try {
    port.postMessage(message);
  } catch (error) {
    console.warn('Coalescope: a page went away.', error);
  }
}
