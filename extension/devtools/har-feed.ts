import type { Evidence } from '../../src/model/evidence.ts';
import { harEntryEvidence } from '../../src/sources/har/entry.ts';
import { asArray, asObject, asString, type JsonObject } from '../../src/sources/json.ts';
import type { PageRecord, ToDevtools } from '../protocol/messages.ts';
import { type GetContent, keptBody } from './answer-body.ts';

/**
 * What DevTools said of the tab's requests, numbered, and kept until the worker says that it will not ask
 * again: the worker keeps none of it when it is stopped.
 */
export class HarFeed {
  readonly #send: (records: readonly PageRecord[]) => boolean;
  #kept: PageRecord[] = [];
  #last = 0;
  /** Nothing is sent before the worker has said what it has. */
  #welcomed = false;

  constructor(send: (records: readonly PageRecord[]) => boolean) {
    this.#send = send;
  }

  /** One HAR entry of DevTools. Where its body tells who wrote the answer, that follows when DevTools has it. */
  async add(entry: unknown, getContent?: GetContent): Promise<void> {
    const key = `d${this.#last + 1}`;
    const told = harEntryEvidence(withoutBodies(entry), key);
    this.say(told);
    const request = told.find((one) => one.kind === 'request');
    if (request === undefined || getContent === undefined) return;
    const responseBody = await keptBody(entry, getContent);
    if (responseBody === null) return;
    // With its start, by which the worker sees whether it still belongs.
    const { startedAt = null } = request.facts;
    this.say([{ ...request, facts: { startedAt, responseBody } }]);
  }

  say(events: readonly Evidence[]): void {
    this.#last += 1;
    const record = { n: this.#last, events };
    this.#kept.push(record);
    if (this.#welcomed) this.#send([record]);
  }

  /** The link is down: what comes now waits for the next welcome. */
  lost(): void {
    this.#welcomed = false;
  }

  take(message: Exclude<ToDevtools, { type: 'when-started' }>): void {
    if (message.type === 'forget') this.#keep(({ n }) => n >= message.from);
    else if (message.type === 'unwanted') this.#keep(({ n }) => !message.records.includes(n));
    else this.#welcome(message);
  }

  #keep(isWanted: (record: PageRecord) => boolean): void {
    this.#kept = this.#kept.filter(isWanted);
  }

  #welcome(message: Extract<ToDevtools, { type: 'welcome' }>): void {
    this.#welcomed = true;
    const from = message.refillFrom ?? message.have + 1;
    const missing = this.#kept.filter(({ n }) => n >= from);
    for (let i = 0; i < missing.length; i += PIECE) this.#send(missing.slice(i, i + PIECE));
  }
}

/** Records in one message: about a megabyte. */
const PIECE = 200;

/** The same entry without what was sent and received: the panel does not show it, and it may be large. */
export function withoutBodies(entry: unknown): unknown {
  const object = asObject(entry);
  if (object === null) return entry;
  const request = asObject(object.request);
  const response = asObject(object.response);
  const postData = asObject(request?.postData);
  const content = asObject(response?.content);
  return {
    ...plain(object),
    ...(request !== null && {
      request: { ...request, ...(postData !== null && { postData: { ...postData, text: '', params: [] } }) },
    }),
    ...(response !== null && {
      response: { ...response, ...(content !== null && { content: without(content, 'text', 'encoding') }) },
    }),
  };
}

/** DevTools' entries have methods too, which no message can carry. */
function plain(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => typeof value !== 'function'));
}

function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/**
 * Entries come twice when DevTools has a history at the start: as they finish, and in `getHAR`. Each is taken
 * once. Requests can be equal in all that names them, so they are counted.
 */
export class HarDedupe {
  readonly #seen = new Map<string, number>();

  /** An entry that just finished. */
  live(entry: unknown): void {
    const key = nameOf(entry);
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
  }

  /** Those of `getHAR` that did not come live. */
  missing(har: unknown): unknown[] {
    const log = asObject(asObject(har)?.log) ?? asObject(har);
    return (asArray(log?.entries) ?? []).filter((entry) => {
      const key = nameOf(entry);
      const seen = this.#seen.get(key) ?? 0;
      if (seen > 0) this.#seen.set(key, seen - 1);
      return seen === 0;
    });
  }
}

function nameOf(entry: unknown): string {
  const object = asObject(entry);
  const request = asObject(object?.request);
  return [asString(object?.startedDateTime), asString(request?.method), asString(request?.url)].join(' ');
}
