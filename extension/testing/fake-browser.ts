import { vi } from 'vitest';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { EvidenceBatch } from '../../ui/host.ts';
import type { DebuggerApi } from '../background/deep-capture.ts';
import { Hub } from '../background/hub.ts';
import type { SessionArea } from '../background/journal/saver.ts';
import { HarFeed } from '../devtools/har-feed.ts';
import { PortLiveHost } from '../panel/live-host.ts';
import { toDevtoolsOf } from '../protocol/guards.ts';
import { type FromDevtools, PROTOCOL, type ToDevtools } from '../protocol/messages.ts';
import { type PortLike, ReconnectingPort } from '../protocol/reconnecting-port.ts';
import { portPair } from './port-pair.ts';

interface FakeBrowserOptions {
  readonly maxRequests?: number;
  readonly maxChars?: number;
  /** Characters that fit into the session storage. */
  readonly quota?: number;
  /** How long a write takes, ms. */
  readonly slow?: number;
}

/** A small model of a browser: its session storage, its ports, and a worker that can be stopped and started. */
export class FakeBrowser {
  readonly items = new Map<string, string>();
  /** The open tabs, and whether each is incognito. */
  readonly tabs = new Map<number, boolean>([1, 2, 3].map((id) => [id, false]));
  readonly badges = new Map<number, string>();
  readonly debugger = new FakeDebugger();
  readonly options: FakeBrowserOptions;
  #ports: PortLike[] = [];
  #worker = { alive: false };
  #hub: Hub | null = null;
  #ids = 0;

  constructor(options: FakeBrowserOptions = {}) {
    this.options = options;
    this.start();
  }

  get hub(): Hub {
    return this.#hub ?? this.start();
  }

  start(): Hub {
    const worker = { alive: true };
    this.#worker = worker;
    const hub = new Hub({
      area: this.#area(worker),
      now: () => Date.now(),
      newId: () => `id${++this.#ids}`,
      openTabs: async () => new Map(this.tabs),
      browser: { name: 'Chromium', version: '156' },
      debuggerApi: this.debugger,
      createCdpReader: (emit) => ({
        message: (method, params) => emit(request(`cdp-${method}`, JSON.stringify(params), 'cdp')),
      }),
      showBadge: (tabId, text) => this.badges.set(tabId, text),
      ...(this.options.maxRequests !== undefined && { maxRequests: this.options.maxRequests }),
      ...(this.options.maxChars !== undefined && { maxChars: this.options.maxChars }),
    });
    this.#hub = hub;
    return hub;
  }

  /** Stops the worker in the middle of its work. The next event or connection starts it again. */
  stop(): void {
    this.#worker.alive = false;
    this.#hub = null;
    for (const port of this.#ports.splice(0)) port.disconnect();
  }

  /** `runtime.connect` of a page: it starts the worker if necessary. */
  readonly connect = (): PortLike => {
    const [page, worker] = portPair();
    const hub = this.hub;
    this.#ports.push(worker);
    queueMicrotask(() => hub.accept(worker));
    return page;
  };

  observe(tabId: number, ...events: Evidence[]): void {
    const hub = this.hub;
    hub.whenReady(() => hub.observe(tabId, events));
  }

  #area(worker: { alive: boolean }): SessionArea {
    const { items } = this;
    const size = () => [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    return {
      get: async () => Object.fromEntries([...items].map(([key, value]) => [key, JSON.parse(value)])),
      set: async (added) => {
        // Browsers copy the items synchronously.
        const copies = Object.entries(added).map(([key, value]) => [key, JSON.stringify(value)] as const);
        await (this.options.slow
          ? new Promise((later) => setTimeout(later, this.options.slow))
          : Promise.resolve());
        if (!worker.alive) return new Promise(() => undefined);
        const before = new Map(items);
        for (const [key, value] of copies) items.set(key, value);
        if (size() <= (this.options.quota ?? Number.POSITIVE_INFINITY)) return;
        items.clear();
        for (const [key, value] of before) items.set(key, value);
        throw new Error('Session storage quota bytes exceeded. Values were not stored.');
      },
      remove: async (keys) => {
        for (const key of keys) if (worker.alive) items.delete(key);
      },
    };
  }
}

/** DevTools on one tab: the DevTools page, and the panel as a capture. */
export class FakeDevTools {
  readonly feed: HarFeed;
  readonly live: PortLiveHost;
  readonly batches: EvidenceBatch[] = [];
  readonly #port: ReconnectingPort<FromDevtools, ToDevtools>;
  #builder = new CaptureBuilder();
  /** The start that the inspected page reports. */
  pageStartedAt: number | null = null;

  constructor(browser: FakeBrowser, tabId: number, page = `page-of-${tabId}`) {
    this.feed = new HarFeed((records) => this.#port.send({ type: 'records', records }));
    this.#port = new ReconnectingPort<FromDevtools, ToDevtools>({
      connect: browser.connect,
      guard: toDevtoolsOf,
      hello: () => ({ type: 'hello', protocol: PROTOCOL, role: 'devtools', tabId, page }),
      onMessage: (message) => {
        if (message.type !== 'when-started') this.feed.take(message);
        else this.#port.send({ type: 'started', url: message.url, startedAt: this.pageStartedAt });
      },
      onLink: (link) => (link === 'reconnecting' ? this.feed.disconnected() : undefined),
    });
    this.live = new PortLiveHost({ tabId, connect: browser.connect, reload: () => undefined });
    this.live.subscribe((batch) => this.#take(batch));
  }

  get capture(): Capture {
    return this.#builder.snapshot();
  }

  get urls(): string[] {
    return this.capture.requests.map(({ url }) => url);
  }

  navigated(url: string): void {
    this.#port.send({ type: 'navigated', url });
  }

  close(): void {
    this.#port.close();
    this.live.close();
  }

  #take(batch: EvidenceBatch): void {
    this.batches.push(batch);
    if (batch.before === 'reset') this.#builder = new CaptureBuilder();
    if (batch.before === 'clear') this.#builder.clear();
    for (const event of batch.events) this.#builder.apply(event);
  }
}

/** The part of `chrome.debugger` that is used. */
export class FakeDebugger implements DebuggerApi {
  readonly attached = new Set<number>();
  readonly commands: string[] = [];
  refuse: string | null = null;

  async attach(tabId: number): Promise<void> {
    if (this.refuse !== null) throw new Error(this.refuse);
    this.attached.add(tabId);
  }

  async detach(tabId: number): Promise<void> {
    if (!this.attached.delete(tabId)) throw new Error('Debugger is not attached to the tab.');
  }

  async send(tabId: number, sessionId: string | undefined, method: string): Promise<void> {
    if (!this.attached.has(tabId)) throw new Error('Debugger is not attached to the tab.');
    this.commands.push(`${sessionId ?? 'page'} ${method}`);
  }
}

/** Evidence of a request, as a source emits it. */
export function request(
  key: string,
  url: string,
  source: 'webrequest' | 'har' | 'cdp' = 'webrequest',
  startedAt: number = Date.now(),
): Evidence {
  return { kind: 'request', source, key, url, method: 'GET', facts: { startedAt } };
}

/** Waits until all pending work is finished. */
export async function settle(ms = 200): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
