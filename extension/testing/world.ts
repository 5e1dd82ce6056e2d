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
import { type PortLike, ReconnectingPort } from '../protocol/port.ts';
import { portPair } from './port-pair.ts';

interface WorldOptions {
  readonly maxRequests?: number;
  /** Characters that the session storage takes. */
  readonly quota?: number;
  /** How long a write takes, ms. */
  readonly slow?: number;
}

/** A browser in small: its session storage, its ports, and a worker that can be stopped and started. */
export class World {
  readonly items = new Map<string, string>();
  /** The tabs that are open, and whether each is incognito. */
  readonly tabs = new Map<number, boolean>([1, 2, 3].map((id) => [id, false]));
  readonly badges = new Map<number, string>();
  readonly debugger = new FakeDebugger();
  readonly options: WorldOptions;
  #ports: PortLike[] = [];
  #life = { alive: false };
  #hub: Hub | null = null;
  #ids = 0;

  constructor(options: WorldOptions = {}) {
    this.options = options;
    this.start();
  }

  get hub(): Hub {
    return this.#hub ?? this.start();
  }

  start(): Hub {
    const life = { alive: true };
    this.#life = life;
    const hub = new Hub({
      area: this.#area(life),
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
    });
    this.#hub = hub;
    return hub;
  }

  /** Stops the worker in the middle of whatever it does. The next thing to connect starts it again. */
  stop(): void {
    this.#life.alive = false;
    this.#hub = null;
    for (const port of this.#ports.splice(0)) port.disconnect();
  }

  /** What `runtime.connect` does in a page: it wakes the worker. */
  readonly connect = (): PortLike => {
    const [page, worker] = portPair();
    const hub = this.hub;
    this.#ports.push(worker);
    queueMicrotask(() => hub.accept(worker));
    return page;
  };

  see(tabId: number, ...events: Evidence[]): void {
    const hub = this.hub;
    hub.whenReady(() => hub.observe(tabId, events));
  }

  #area(life: { alive: boolean }): SessionArea {
    const { items } = this;
    const size = () => [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    return {
      get: async () => Object.fromEntries([...items].map(([key, value]) => [key, JSON.parse(value)])),
      set: async (added) => {
        // Browsers copy what they are given at once.
        const copies = Object.entries(added).map(([key, value]) => [key, JSON.stringify(value)] as const);
        await (this.options.slow
          ? new Promise((later) => setTimeout(later, this.options.slow))
          : Promise.resolve());
        if (!life.alive) return new Promise(() => undefined);
        const before = new Map(items);
        for (const [key, value] of copies) items.set(key, value);
        if (size() <= (this.options.quota ?? Number.POSITIVE_INFINITY)) return;
        items.clear();
        for (const [key, value] of before) items.set(key, value);
        throw new Error('Session storage quota bytes exceeded. Values were not stored.');
      },
      remove: async (keys) => {
        for (const key of keys) if (life.alive) items.delete(key);
      },
    };
  }
}

/** DevTools on one tab: its page, and its panel as a capture. */
export class DevTools {
  readonly feed: HarFeed;
  readonly live: PortLiveHost;
  readonly batches: EvidenceBatch[] = [];
  readonly #port: ReconnectingPort<FromDevtools, ToDevtools>;
  #builder = new CaptureBuilder();
  /** What the page would say. */
  pageStartedAt: number | null = null;

  constructor(world: World, tabId: number, page = `page-of-${tabId}`) {
    this.feed = new HarFeed((records) => this.#port.send({ type: 'records', records }));
    this.#port = new ReconnectingPort<FromDevtools, ToDevtools>({
      connect: world.connect,
      guard: toDevtoolsOf,
      hello: () => ({ type: 'hello', protocol: PROTOCOL, role: 'devtools', tabId, page }),
      onMessage: (message) => {
        if (message.type !== 'when-started') this.feed.take(message);
        else this.#port.send({ type: 'started', url: message.url, startedAt: this.pageStartedAt });
      },
      onLink: (link) => (link === 'reconnecting' ? this.feed.lost() : undefined),
    });
    this.live = new PortLiveHost({ tabId, connect: world.connect, reload: () => undefined });
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

/** `chrome.debugger` as far as it is used. */
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

/** A request as a source tells of it. */
export function request(
  key: string,
  url: string,
  source: 'webrequest' | 'har' | 'cdp' = 'webrequest',
  startedAt: number = Date.now(),
): Evidence {
  return { kind: 'request', source, key, url, method: 'GET', facts: { startedAt } };
}

/** Lets everything that is under way come to an end. */
export async function settle(ms = 200): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
