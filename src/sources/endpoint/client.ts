import { asNumber, asObject, asString, type JsonObject, parseJson } from '../json.ts';
import type { Transport } from './transport.ts';

/** The browser refused a command or is gone; the message is the browser's or our own. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
}

export interface EndpointEvent {
  readonly method: string;
  readonly params: JsonObject;
  /** The target's session, undefined for the browser itself. */
  readonly sessionId: string | undefined;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: JsonObject) => void;
  readonly reject: (error: EndpointError) => void;
}

const NOTHING: JsonObject = {};

/** Sends commands to a browser's debugging endpoint and receives its events (flat sessions: each message names its own). */
export class EndpointClient {
  readonly #transport: Transport;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: EndpointEvent) => void>();
  /** Resolves when either end closes the transport. */
  readonly closed: Promise<void>;
  #isClosed = false;
  #last = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
    transport.onText = (text) => this.#received(asObject(parseJson(text)) ?? NOTHING);
    this.closed = new Promise((resolve) => {
      transport.onClosed = () => {
        this.#cut();
        resolve();
      };
    });
  }

  /** @throws EndpointError (rejects) when the browser refuses, or closes before it responds */
  command(method: string, params: JsonObject = NOTHING, sessionId?: string): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(gone(method));
        return;
      }
      this.#last += 1;
      this.#waiting.set(this.#last, { method, resolve, reject });
      this.#transport.send(JSON.stringify({ id: this.#last, method, params, sessionId }));
    });
  }

  /** Returns a function that removes the listener. */
  listen(listener: (event: EndpointEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#transport.close();
  }

  #received(message: JsonObject): void {
    const id = asNumber(message.id);
    if (id !== null) {
      this.#answered(id, message);
      return;
    }
    const method = asString(message.method);
    if (method === null) return;
    const params = asObject(message.params) ?? NOTHING;
    const event = { method, params, sessionId: asString(message.sessionId) ?? undefined };
    for (const listener of this.#listeners) listener(event);
  }

  #answered(id: number, { result, error }: JsonObject): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    const refusal = asString(asObject(error)?.message);
    if (refusal === null) waiting.resolve(asObject(result) ?? NOTHING);
    else waiting.reject(new EndpointError(`${waiting.method}: ${refusal}`));
  }

  #cut(): void {
    this.#isClosed = true;
    for (const { method, reject } of this.#waiting.values()) reject(gone(method));
    this.#waiting.clear();
  }
}

function gone(method: string): EndpointError {
  return new EndpointError(`${method}: the browser is gone`);
}
