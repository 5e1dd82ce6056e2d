import { isProxy } from '../../model/har-writers.ts';
import { originParts } from '../../model/origin.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';

/** Who wrote a HAR, as far as it affects the meaning of its fields. */
export type HarWriter = 'chrome' | 'firefox' | 'webpagetest' | 'proxy' | 'other';

export interface HarDialect {
  readonly writer: HarWriter;
  /**
   * The meaning of an entry's `connection`. HAR 1.2: "Unique ID of the parent TCP/IP connection, can be the client
   * or server port number". Chrome wrote the id until it had `_connectionId`, and since then the remote port.
   * Firefox writes the remote port.
   */
  readonly connection: 'port' | 'id';
  /**
   * WebPageTest: the run whose connections are identified by their sockets alone. Each run is a new browser that numbers
   * its sockets from 1, so the connections of any other run include the run. Null in a file with several runs: there all
   * connections include their run.
   */
  readonly onlyRun: string | null;
}

/** Number of entries that decide what `connection` means: it is the same in all of them, so none has to wait for the last. */
export const LOOKED_AT = 200;

/** Decides by the log's creator, and by the entries where that is not enough. */
export function dialectOf(log: JsonObject | null, entries: readonly unknown[]): HarDialect {
  const objects = objectsOf(entries);
  const writer = writerOf(log, objects);
  const onlyRun = writer === 'webpagetest' ? onlyRunOf(log, objects) : null;
  const lookedAt = objectsOf(entries.slice(0, LOOKED_AT));
  return { writer, connection: connectionMeaning(writer, lookedAt), onlyRun };
}

/**
 * Whether nothing that comes later can change the dialect of these entries. Once the creator is known, Firefox's dialect
 * is settled; WebPageTest's is if its pages come before its entries, as it writes them itself; and any other is when
 * there is a `_connectionId` or {@link LOOKED_AT} entries were inspected.
 */
export function isSettled({ writer }: HarDialect, log: JsonObject, entries: readonly unknown[]): boolean {
  if (creatorOf(log) === '') return false;
  if (writer === 'firefox') return true;
  if (writer === 'webpagetest') return pagesOfRuns(log).length > 0;
  return entries.length >= LOOKED_AT || asObject(entries.at(-1))?._connectionId !== undefined;
}

function objectsOf(values: readonly unknown[]): JsonObject[] {
  return values.map(asObject).filter((value) => value !== null);
}

function writerOf(log: JsonObject | null, entries: readonly JsonObject[]): HarWriter {
  const creator = creatorOf(log);
  if (isProxy(creator)) return 'proxy';
  if (creator.includes('webinspector')) return 'chrome';
  if (creator.includes('firefox')) return 'firefox';
  if (creator.includes('webpagetest')) return 'webpagetest';
  if (creator !== '') return 'other';
  // A log without a creator: live entries, which arrive one by one, or a truncated log.
  if (entries.some((entry) => '_socket' in entry)) return 'webpagetest';
  if (entries.some((entry) => '_securityState' in entry)) return 'firefox';
  const chrome = (entry: JsonObject) =>
    entry._connectionId !== undefined || '_blocked_queueing' in (asObject(entry.timings) ?? {});
  return entries.some(chrome) ? 'chrome' : 'other';
}

/** In lower case; empty if there is none. */
function creatorOf(log: JsonObject | null): string {
  return asString(asObject(log?.creator)?.name)?.toLowerCase() ?? '';
}

function connectionMeaning(writer: HarWriter, entries: readonly JsonObject[]): 'port' | 'id' {
  if (writer === 'firefox' || entries.some((entry) => entry._connectionId !== undefined)) return 'port';
  const named = entries.filter((entry) => typeof entry.connection === 'string' && entry.connection !== '');
  return named.every(connectionIsPort) ? 'port' : 'id';
}

function connectionIsPort(entry: JsonObject): boolean {
  const url = asString(asObject(entry.request)?.url);
  const port = url === null ? null : originParts(url)?.port;
  return port !== undefined && port !== null && entry.connection === String(port);
}

/** The pages list the runs; if none does, the entries are used. */
function onlyRunOf(log: JsonObject | null, entries: readonly JsonObject[]): string | null {
  const pages = pagesOfRuns(log);
  const [first, ...others] = new Set((pages.length > 0 ? pages : entries).map(runOf));
  return first === undefined || others.length > 0 ? null : first;
}

function pagesOfRuns(log: JsonObject | null): JsonObject[] {
  return objectsOf(asArray(log?.pages) ?? []).filter(({ _run }) => asNumber(_run) !== null);
}

/** The run and the view (first or repeat) that an entry or a page of WebPageTest belongs to. */
export function runOf(entry: JsonObject): string {
  return `${asNumber(entry._run) ?? 1}.${asNumber(entry._cached) ?? 0}`;
}
