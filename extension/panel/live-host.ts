import { type ReadonlySignal, signal } from '@preact/signals';
import type { Evidence } from '../../src/model/evidence.ts';
import type { EvidenceBatch, LiveHost, LiveState } from '../../ui/host.ts';
import { toPanelOf } from '../protocol/guards.ts';
import { type FromPanel, PROTOCOL, type ToPanel } from '../protocol/messages.ts';
import { type PortLike, ReconnectingPort } from '../protocol/port.ts';

export interface LiveHostOptions {
  readonly tabId: number;
  readonly connect: () => PortLike;
  readonly reload: () => void;
  /** True when left out. */
  readonly hasDeepCapture?: boolean;
}

const UNTIL_KNOWN: LiveState = {
  recording: true,
  keepLog: false,
  deep: { state: 'off' },
  link: 'reconnecting',
};

/** Events in one message: a megabyte at most. */
const PIECE = 500;

/**
 * The panel's end of the line to the worker. It remembers how far it has read, so that after the worker was
 * stopped, it is told only what is new.
 */
export class PortLiveHost implements LiveHost {
  readonly hasDeepCapture: boolean;
  readonly #options: LiveHostOptions;
  readonly #state = signal(UNTIL_KNOWN);
  readonly #listeners = new Set<(batch: EvidenceBatch) => void>();
  readonly #port: ReconnectingPort<FromPanel, ToPanel>;
  #journal: string | null = null;
  #since = 0;
  /** What the user asked for while nobody was there to hear it. */
  #unsaid: FromPanel[] = [];
  /** What came before anybody listened. */
  #unheard: EvidenceBatch[] = [];

  constructor(options: LiveHostOptions) {
    this.#options = options;
    this.hasDeepCapture = options.hasDeepCapture ?? true;
    this.#port = new ReconnectingPort({
      connect: options.connect,
      guard: toPanelOf,
      hello: () => this.#hello(),
      onMessage: (message) => this.#take(message),
      onLink: (link) => {
        if (link === 'reconnecting') this.#set({ link });
      },
    });
  }

  get state(): ReadonlySignal<LiveState> {
    return this.#state;
  }

  subscribe(listener: (batch: EvidenceBatch) => void): () => void {
    this.#listeners.add(listener);
    for (const batch of this.#unheard.splice(0)) listener(batch);
    return () => this.#listeners.delete(listener);
  }

  setRecording(on: boolean): void {
    this.#say({ type: 'set-recording', on });
  }

  setKeepLog(on: boolean): void {
    this.#say({ type: 'set-keep-log', on });
  }

  setDeepCapture(on: boolean): void {
    this.#say({ type: 'set-deep-capture', on });
  }

  clear(): void {
    this.#say({ type: 'clear' });
  }

  /** Adds what the browser's own log says to the tab's journal, where it outlives the worker and the panel. */
  join(events: readonly Evidence[]): void {
    for (let from = 0; from < events.length; from += PIECE) {
      this.#say({ type: 'join', events: events.slice(from, from + PIECE) });
    }
  }

  reloadPage(): void {
    this.#options.reload();
  }

  close(): void {
    this.#port.close();
  }

  #hello(): FromPanel {
    const { tabId } = this.#options;
    return {
      type: 'hello',
      protocol: PROTOCOL,
      role: 'panel',
      tabId,
      journal: this.#journal,
      since: this.#since,
    };
  }

  #take(message: ToPanel): void {
    if (message.type === 'state') {
      this.#set({ ...message.state, link: 'connected' });
      for (const unsaid of this.#unsaid.splice(0)) this.#say(unsaid);
      return;
    }
    this.#journal = message.journal;
    this.#since = message.upTo;
    if (this.#listeners.size === 0) this.#unheard.push(message.batch);
    for (const listener of this.#listeners) listener(message.batch);
  }

  #say(message: FromPanel): void {
    if (!this.#port.send(message)) this.#unsaid.push(message);
  }

  #set(change: Partial<LiveState>): void {
    this.#state.value = { ...this.#state.value, ...change };
  }
}
