import type { Evidence } from '../../src/model/evidence.ts';
import { asObject, asString } from '../../src/sources/json.ts';
import type { DeepCapture } from '../../ui/host.ts';

/** What is used of `chrome.debugger`. Each rejects with the browser's message. */
export interface DebuggerApi {
  attach(tabId: number): Promise<void>;
  detach(tabId: number): Promise<void>;
  send(tabId: number, sessionId: string | undefined, method: string, params: object): Promise<void>;
}

/** Turns CDP events into evidence; one for each tab. */
export interface CdpEvents {
  message(method: string, params: unknown): void;
}

export interface DeepCapturesOptions {
  /** Null in a browser that has none. */
  readonly api: DebuggerApi | null;
  readonly createReader: (emit: (evidence: Evidence) => void) => CdpEvents;
  readonly onEvidence: (tabId: number, events: readonly Evidence[]) => void;
  readonly onState: (tabId: number, state: DeepCapture) => void;
}

/** Deep capture of tabs: attached while it is wanted, and not a moment longer. */
export class DeepCaptures {
  readonly #options: DeepCapturesOptions;
  readonly #wanted = new Set<number>();
  readonly #readers = new Map<number, CdpEvents>();
  readonly #turns = new Map<number, Promise<void>>();
  /** What one message says goes into one record. */
  #said: Evidence[] = [];

  constructor(options: DeepCapturesOptions) {
    this.#options = options;
  }

  turnOn(tabId: number): void {
    if (this.#wanted.has(tabId)) return;
    this.#wanted.add(tabId);
    this.#options.onState(tabId, { state: 'starting' });
    this.#inTurn(tabId, () => this.#attach(tabId));
  }

  turnOff(tabId: number): void {
    if (!this.#wanted.delete(tabId)) return;
    this.#options.onState(tabId, { state: 'off' });
    this.#inTurn(tabId, () => this.#detach(tabId));
  }

  /** The worker was stopped while it was on; the browser keeps the debugger attached meanwhile. */
  resume(tabId: number): void {
    this.#wanted.add(tabId);
    this.#inTurn(tabId, async () => {
      try {
        await this.#listen(tabId);
      } catch (error) {
        console.warn('Coalescope: deep capture was lost meanwhile; attaching again.', error);
        await this.#attach(tabId);
      }
    });
  }

  /** An event of `chrome.debugger`. */
  event(tabId: number, method: string, params: unknown): void {
    if (!this.#wanted.has(tabId)) return;
    const child = method === 'Target.attachedToTarget' ? childSession(params) : null;
    // A frame or worker can be gone again before it is listened to.
    if (child !== null) this.#listen(tabId, child).catch((error: unknown) => console.warn(error));
    this.#said = [];
    this.#readerOf(tabId).message(method, params);
    if (this.#said.length > 0) this.#options.onEvidence(tabId, this.#said);
  }

  /** The browser detached it. */
  detached(tabId: number, reason: string): void {
    if (!this.#wanted.has(tabId)) return;
    this.#fail(
      tabId,
      reason === 'canceled_by_user'
        ? 'Deep capture was ended with the browser’s own bar. Turn it on again to go on.'
        : 'The browser ended deep capture: the tab shows a page that extensions may not look into. Turn it on again on another page.',
    );
  }

  forget(tabId: number): void {
    this.#wanted.delete(tabId);
    this.#readers.delete(tabId);
    this.#turns.delete(tabId);
  }

  /** Frames of other sites and workers are targets of their own; their events come with their own session. */
  async #listen(tabId: number, child?: string): Promise<void> {
    const { api, onState } = this.#options;
    if (api === null) return;
    // Nobody asks this session for bodies, so it need not keep any.
    await api.send(tabId, child, 'Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
    await api.send(tabId, child, 'Target.setAutoAttach', AUTO_ATTACH);
    if (child === undefined && this.#wanted.has(tabId)) onState(tabId, { state: 'on' });
  }

  async #attach(tabId: number): Promise<void> {
    const { api } = this.#options;
    // It may have been turned off meanwhile.
    if (!this.#wanted.has(tabId)) return;
    if (api === null) {
      this.#fail(tabId, 'This browser gives extensions no deep capture.');
      return;
    }
    try {
      await api.attach(tabId);
      await this.#listen(tabId);
    } catch (error) {
      await this.#detach(tabId);
      if (this.#wanted.has(tabId)) this.#fail(tabId, sentenceFor(error));
    }
  }

  /** Attaching and detaching take time; what is asked for meanwhile comes after. */
  #inTurn(tabId: number, job: () => Promise<void>): void {
    const turn = (this.#turns.get(tabId) ?? Promise.resolve()).then(job);
    this.#turns.set(tabId, turn);
  }

  async #detach(tabId: number): Promise<void> {
    this.#readers.delete(tabId);
    try {
      await this.#options.api?.detach(tabId);
    } catch (error) {
      // It was not attached (any more), which is what was wanted.
      console.warn('Coalescope: nothing to detach.', error);
    }
  }

  #fail(tabId: number, reason: string): void {
    this.#wanted.delete(tabId);
    this.#readers.delete(tabId);
    this.#options.onState(tabId, { state: 'failed', reason });
  }

  #readerOf(tabId: number): CdpEvents {
    let reader = this.#readers.get(tabId);
    if (reader === undefined) {
      reader = this.#options.createReader((evidence) => {
        // What was under way when it was turned on, the other sources know.
        const isLate = evidence.kind === 'problem' && evidence.problem.code === 'started-late';
        if (!isLate) this.#said.push(withoutHeaders(evidence));
      });
      this.#readers.set(tabId, reader);
    }
    return reader;
  }
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };

/** DevTools says them too, and there the worker need not keep them: cookies among them, and most of the size. */
function withoutHeaders(evidence: Evidence): Evidence {
  if (evidence.kind !== 'request') return evidence;
  const { requestHeaders: _sent, responseHeaders: _received, ...facts } = evidence.facts;
  return { ...evidence, facts };
}

function childSession(params: unknown): string | null {
  return asString(asObject(params)?.sessionId);
}

/** Chrome's messages, in words that say what to do. Unknown ones are shown as they are. */
function sentenceFor(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/another debugger is already attached/i.test(message)) {
    return 'Another extension or tool is attached to this tab, and there can be only one. Close it and try again.';
  }
  if (/cannot access|cannot attach|chrome:\/\/|restricted|blocked/i.test(message)) {
    return `The browser does not let extensions look into this page (${message}). Try again on another page.`;
  }
  return `Deep capture could not start: ${message}`;
}
