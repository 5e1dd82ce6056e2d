import type { Emit } from '../../model/evidence.ts';
import { originOf } from '../../model/origin.ts';
import { parseProtocol } from '../http.ts';
import { asObject, asString, type JsonObject } from '../json.ts';
import { TraceClock } from './trace-clock.ts';
import { TraceRequest } from './trace-request.ts';

interface Chain {
  readonly request: TraceRequest;
  readonly hops: number;
}

/**
 * Follows the requests of a trace by their `requestId`: ResourceWillSendRequest, ResourceSendRequest, ResourceReceiveResponse,
 * ResourceFinish. Events are held back until a response connects the trace's clock with epoch time, so that every request
 * is reported with its time.
 */
export class TraceRequests {
  readonly #emit: Emit;
  readonly #clock = new TraceClock();
  readonly #open = new Map<string, Chain>();
  /** When the browser began a navigation. The page's process logs the request only after the response. */
  readonly #navigations = new Map<string, unknown>();
  #held: JsonObject[] = [];
  #count = 0;
  #connections = 0;
  #withoutStart = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** How many requests were reported. */
  get count(): number {
    return this.#count;
  }

  /** How many responses named their connection. */
  get connections(): number {
    return this.#connections;
  }

  /** How many responses belong to requests from before the recording. */
  get withoutStart(): number {
    return this.#withoutStart;
  }

  /** Takes one event of the trace whose name begins with `Resource`. */
  event(event: JsonObject): void {
    if (this.#clock.known) {
      this.#apply(event);
      return;
    }
    this.#held.push(event);
    if (event.name === 'ResourceReceiveResponse') this.#clock.learn(dataOf(event) ?? {});
    if (this.#clock.known) this.end();
  }

  /** No more events follow. Reports the held events, without times if the clock is still unknown. */
  end(): void {
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#apply(event);
  }

  #apply(event: JsonObject): void {
    const data = dataOf(event);
    const id = asString(data?.requestId);
    if (data === null || id === null) return;
    switch (event.name) {
      case 'ResourceWillSendRequest':
        this.#navigations.set(id, event.ts);
        break;
      case 'ResourceSendRequest':
        this.#send(id, this.#navigations.get(id) ?? event.ts, data);
        this.#navigations.delete(id);
        break;
      case 'ResourceReceiveResponse': {
        const chain = this.#open.get(id);
        if (chain === undefined) this.#withoutStart += parseProtocol(data.protocol) === null ? 0 : 1;
        else if (chain.request.answered(data) !== null) this.#connections += 1;
        break;
      }
      case 'ResourceFinish':
        this.#open.get(id)?.request.finished(data);
        this.#open.delete(id);
    }
  }

  /** Skips URLs that never use the network (`data:`, `blob:`, the browser's own pages). */
  #send(id: string, ts: unknown, data: JsonObject): void {
    const url = asString(data.url) ?? '';
    if (originOf(url) === null) return;
    const before = this.#open.get(id);
    before?.request.redirected(url, ts);
    const hops = before === undefined ? 0 : before.hops + 1;
    const key = hops === 0 ? id : `${id}:${hops}`;
    const start = { key, url, method: asString(data.requestMethod) ?? '', ts, data };
    this.#open.set(id, { request: new TraceRequest(this.#emit, this.#clock, start), hops });
    this.#count += 1;
  }
}

function dataOf(event: JsonObject): JsonObject | null {
  return asObject(asObject(event.args)?.data);
}
