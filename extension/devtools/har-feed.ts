import type { Evidence } from '../../src/model/evidence.ts';
import { cutTexts } from '../../src/model/long-text.ts';
import { harEntryEvidence } from '../../src/sources/har/entry.ts';
import { asArray, asObject, asString, type JsonObject } from '../../src/sources/json.ts';
import type { PageRecord, ToDevtools } from '../protocol/messages.ts';
import { type GetContent, keptBody } from './response-body.ts';

/**
 * Sends the worker what DevTools reports about the tab's requests, as numbered records. It keeps each record until the
 * worker no longer needs it: a worker that is stopped loses their content, and asks for it again.
 */
export class HarFeed {
  readonly #send: (records: readonly PageRecord[]) => boolean;
  #kept: PageRecord[] = [];
  #last = 0;
  /** Nothing is sent before the worker has reported which records it has. */
  #welcomed = false;

  constructor(send: (records: readonly PageRecord[]) => boolean) {
    this.#send = send;
  }

  /** Adds a HAR entry of DevTools. If its body may identify the server, the body follows in a record of its own. */
  async add(entry: unknown, getContent?: GetContent): Promise<void> {
    const key = `d${this.#last + 1}`;
    const events = harEntryEvidence(cutTexts(withoutBodies(entry)), key);
    this.record(events);
    const request = events.find((event) => event.kind === 'request');
    if (request === undefined || getContent === undefined) return;
    const responseBody = await keptBody(entry, getContent);
    if (responseBody === null) return;
    // The start lets the worker decide whether the request is still part of the capture.
    const { startedAt = null } = request.facts;
    this.record([{ ...request, facts: { startedAt, responseBody } }]);
  }

  record(events: readonly Evidence[]): void {
    this.#last += 1;
    const record = { n: this.#last, events };
    this.#kept.push(record);
    if (this.#welcomed) this.#send([record]);
  }

  /** The worker is away: new records wait for the next welcome. */
  disconnected(): void {
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

/** A copy of the entry without bodies: the panel does not show them, and they may be large. */
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

/** Entries of DevTools also have methods, which a message cannot contain. */
function plain(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => typeof value !== 'function'));
}

function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/**
 * Drops the entries that DevTools reports twice: when they finish, and in the history that `getHAR` returns at the
 * start. Different requests may have equal names, so they are counted.
 */
export class HarDedupe {
  readonly #seen = new Map<string, number>();

  /** Counts an entry that has just finished. */
  live(entry: unknown): void {
    const key = nameOf(entry);
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
  }

  /** The entries of `getHAR` that were not reported when they finished. */
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
