import { type ReadonlySignal, signal } from '@preact/signals';
import type { Evidence } from '../../src/model/evidence.ts';
import type { EvidenceBatch, LiveHost, LiveState } from '../../ui/host.ts';
import { toPanelOf } from '../protocol/guards.ts';
import { type FromPanel, PROTOCOL, type ToPanel } from '../protocol/messages.ts';
import { type PortLike, ReconnectingPort } from '../protocol/reconnecting-port.ts';

export interface LiveHostOptions {
  readonly tabId: number;
  readonly connect: () => PortLike;
  readonly reload: () => void;
  /** Defaults to true. */
  readonly hasDeepCapture?: boolean;
}

const INITIAL_STATE: LiveState = {
  recording: true,
  keepLog: false,
  deep: { state: 'off' },
  link: 'reconnecting',
};

/** Events in one message: a megabyte at most. */
const PIECE = 500;

/**
 * The panel's connection to the worker. It keeps its position in the journal, so that after the worker was stopped, it
 * receives only new records.
 */
export class PortLiveHost implements LiveHost {
  readonly hasDeepCapture: boolean;
  readonly #options: LiveHostOptions;
  readonly #state = signal(INITIAL_STATE);
  readonly #listeners = new Set<(batch: EvidenceBatch) => void>();
  readonly #port: ReconnectingPort<FromPanel, ToPanel>;
  #journal: string | null = null;
  #since = 0;
  /** Commands of the user that wait until the worker is connected. */
  #unsent: FromPanel[] = [];
  /** Batches that arrived before the first listener. */
  #undelivered: EvidenceBatch[] = [];

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
    for (const batch of this.#undelivered.splice(0)) listener(batch);
    return () => this.#listeners.delete(listener);
  }

  setRecording(on: boolean): void {
    this.#send({ type: 'set-recording', on });
  }

  setKeepLog(on: boolean): void {
    this.#send({ type: 'set-keep-log', on });
  }

  setDeepCapture(on: boolean): void {
    this.#send({ type: 'set-deep-capture', on });
  }

  clear(): void {
    this.#send({ type: 'clear' });
  }

  /** Adds evidence from the browser's own log to the tab's journal. There it outlives the worker and the panel. */
  join(events: readonly Evidence[]): void {
    for (let from = 0; from < events.length; from += PIECE) {
      this.#send({ type: 'join', events: events.slice(from, from + PIECE) });
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
      for (const unsent of this.#unsent.splice(0)) this.#send(unsent);
      return;
    }
    this.#journal = message.journal;
    this.#since = message.upTo;
    if (this.#listeners.size === 0) this.#undelivered.push(message.batch);
    for (const listener of this.#listeners) listener(message.batch);
  }

  #send(message: FromPanel): void {
    if (!this.#port.send(message)) this.#unsent.push(message);
  }

  #set(change: Partial<LiveState>): void {
    this.#state.value = { ...this.#state.value, ...change };
  }
}
