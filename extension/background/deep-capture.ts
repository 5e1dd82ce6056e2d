import type { Evidence } from '../../src/model/evidence.ts';
import { cutTexts } from '../../src/model/long-text.ts';
import { asObject, asString } from '../../src/sources/json.ts';
import type { DeepCapture } from '../../ui/host.ts';

/** The part of `chrome.debugger` that is used. Each method rejects with the browser's message. */
export interface DebuggerApi {
  attach(tabId: number): Promise<void>;
  detach(tabId: number): Promise<void>;
  send(tabId: number, sessionId: string | undefined, method: string, params: object): Promise<void>;
}

/** Turns the CDP events of one tab into evidence. */
export interface CdpEvents {
  message(method: string, params: unknown): void;
}

export interface DeepCapturesOptions {
  /** Null in a browser without `chrome.debugger`. */
  readonly api: DebuggerApi | null;
  readonly createReader: (emit: (evidence: Evidence) => void) => CdpEvents;
  readonly onEvidence: (tabId: number, events: readonly Evidence[]) => void;
  readonly onState: (tabId: number, state: DeepCapture) => void;
}

/** Deep capture of tabs. The debugger is attached only while the user wants it. */
export class DeepCaptures {
  readonly #options: DeepCapturesOptions;
  readonly #wanted = new Set<number>();
  readonly #readers = new Map<number, CdpEvents>();
  readonly #turns = new Map<number, Promise<void>>();
  /** The evidence from the current message; it becomes one record. */
  #emitted: Evidence[] = [];

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

  /** Continues after the worker was stopped: the browser has kept the debugger attached. */
  resume(tabId: number): void {
    this.#wanted.add(tabId);
    this.#inTurn(tabId, async () => {
      try {
        await this.#listen(tabId);
      } catch (error) {
        console.warn(
          'Coalescope: the debugger was detached while the worker was stopped; attaching again.',
          error,
        );
        await this.#attach(tabId);
      }
    });
  }

  /** An event of `chrome.debugger`. */
  event(tabId: number, method: string, params: unknown): void {
    if (!this.#wanted.has(tabId)) return;
    const child = method === 'Target.attachedToTarget' ? childSession(params) : null;
    // The frame or worker may have gone before this command reaches it.
    if (child !== null) this.#listen(tabId, child).catch((error: unknown) => console.warn(error));
    this.#emitted = [];
    this.#readerOf(tabId).message(method, cutTexts(params));
    if (this.#emitted.length > 0) this.#options.onEvidence(tabId, this.#emitted);
  }

  /** The browser detached the debugger. */
  detached(tabId: number, reason: string): void {
    if (!this.#wanted.has(tabId)) return;
    this.#fail(
      tabId,
      reason === 'canceled_by_user'
        ? 'Deep capture was stopped from the browser’s own bar. Turn it on again to continue.'
        : 'The browser stopped deep capture because extensions may not inspect the page that this tab shows. Turn it on again on another page.',
    );
  }

  forget(tabId: number): void {
    this.#wanted.delete(tabId);
    this.#readers.delete(tabId);
    this.#turns.delete(tabId);
  }

  /** Cross-site frames and workers are separate targets; their events carry a session id of their own. */
  async #listen(tabId: number, child?: string): Promise<void> {
    const { api, onState } = this.#options;
    if (api === null) return;
    // Bodies are never requested in this session, so the browser need not buffer any.
    await api.send(tabId, child, 'Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
    await api.send(tabId, child, 'Target.setAutoAttach', AUTO_ATTACH);
    if (child === undefined && this.#wanted.has(tabId)) onState(tabId, { state: 'on' });
  }

  async #attach(tabId: number): Promise<void> {
    const { api } = this.#options;
    // The user may have turned it off in the meantime.
    if (!this.#wanted.has(tabId)) return;
    if (api === null) {
      this.#fail(tabId, 'This browser does not offer deep capture to extensions.');
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

  /** Attaching and detaching are asynchronous; later jobs of the same tab wait their turn. */
  #inTurn(tabId: number, job: () => Promise<void>): void {
    const turn = (this.#turns.get(tabId) ?? Promise.resolve()).then(job);
    this.#turns.set(tabId, turn);
  }

  async #detach(tabId: number): Promise<void> {
    this.#readers.delete(tabId);
    try {
      await this.#options.api?.detach(tabId);
    } catch (error) {
      // It was no longer attached, which is the intended state.
      console.warn('Coalescope: the debugger was already detached.', error);
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
        // The other sources have the requests that were already in flight.
        const isLate = evidence.kind === 'problem' && evidence.problem.code === 'started-late';
        if (!isLate) this.#emitted.push(withoutHeaders(evidence));
      });
      this.#readers.set(tabId, reader);
    }
    return reader;
  }
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };

/**
 * Headers also come from DevTools, whose page keeps them. Without them the worker's copy holds no cookies and is much
 * smaller.
 */
function withoutHeaders(evidence: Evidence): Evidence {
  if (evidence.kind !== 'request') return evidence;
  const { requestHeaders: _sent, responseHeaders: _received, ...facts } = evidence.facts;
  return { ...evidence, facts };
}

function childSession(params: unknown): string | null {
  return asString(asObject(params)?.sessionId);
}

/** Turns Chrome's error messages into sentences that say what to do. Unknown messages are shown unchanged. */
function sentenceFor(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/another debugger is already attached/i.test(message)) {
    return 'Another extension or tool is already attached to this tab, and the browser allows only one. Close it and try again.';
  }
  if (/cannot access|cannot attach|chrome:\/\/|restricted|blocked/i.test(message)) {
    return `The browser does not let extensions inspect this page (${message}). Try again on another page.`;
  }
  return `Deep capture could not start: ${message}`;
}
