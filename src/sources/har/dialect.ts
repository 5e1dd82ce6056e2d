import { originParts } from '../../model/origin.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';

/** Who wrote a HAR, as far as it changes what its fields mean. */
export type HarWriter = 'chrome' | 'firefox' | 'webpagetest' | 'other';

export interface HarDialect {
  readonly writer: HarWriter;
  /**
   * What an entry's `connection` says. HAR 1.2: "Unique ID of the parent TCP/IP connection, can be the client
   * or server port number". Chrome wrote the id until it got `_connectionId`, since then the remote port;
   * Firefox writes the remote port.
   */
  readonly connection: 'port' | 'id';
  /**
   * WebPageTest: the run whose connections go by their sockets alone. Each run is another browser whose sockets are
   * numbered anew, so those of any other are told with their run. Null in a file of several: there all of them are.
   */
  readonly onlyRun: string | null;
}

/** So many entries show what `connection` means: a writer means the same in all of them, and none need wait for the last. */
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
 * Whether nothing that comes later can change the dialect of these entries. Once the creator is told, Firefox' is always
 * the same, WebPageTest's where its pages stand before its entries, as it writes them itself, and any other's when
 * Chrome has named a connection apart or so many are looked at.
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
  if (creator.includes('webinspector')) return 'chrome';
  if (creator.includes('firefox')) return 'firefox';
  if (creator.includes('webpagetest')) return 'webpagetest';
  if (creator !== '') return 'other';
  // A log without a creator: live entries, which come one by one, or one that was cut.
  if (entries.some((entry) => '_socket' in entry)) return 'webpagetest';
  if (entries.some((entry) => '_securityState' in entry)) return 'firefox';
  const chrome = (entry: JsonObject) =>
    entry._connectionId !== undefined || '_blocked_queueing' in (asObject(entry.timings) ?? {});
  return entries.some(chrome) ? 'chrome' : 'other';
}

/** In small letters; empty where there is none. */
function creatorOf(log: JsonObject | null): string {
  return asString(asObject(log?.creator)?.name)?.toLowerCase() ?? '';
}

function connectionMeaning(writer: HarWriter, entries: readonly JsonObject[]): 'port' | 'id' {
  if (writer === 'firefox' || entries.some((entry) => entry._connectionId !== undefined)) return 'port';
  const told = entries.filter((entry) => typeof entry.connection === 'string' && entry.connection !== '');
  return told.every(connectionIsPort) ? 'port' : 'id';
}

function connectionIsPort(entry: JsonObject): boolean {
  const url = asString(asObject(entry.request)?.url);
  const port = url === null ? null : originParts(url)?.port;
  return port !== undefined && port !== null && entry.connection === String(port);
}

/** The pages say which runs there are; the entries, where no page does. */
function onlyRunOf(log: JsonObject | null, entries: readonly JsonObject[]): string | null {
  const pages = pagesOfRuns(log);
  const [first, ...others] = new Set((pages.length > 0 ? pages : entries).map(runOf));
  return first === undefined || others.length > 0 ? null : first;
}

function pagesOfRuns(log: JsonObject | null): JsonObject[] {
  return objectsOf(asArray(log?.pages) ?? []).filter(({ _run }) => asNumber(_run) !== null);
}

/** The run and the view (first or repeated) that an entry or a page of WebPageTest belongs to. */
export function runOf(entry: JsonObject): string {
  return `${asNumber(entry._run) ?? 1}.${asNumber(entry._cached) ?? 0}`;
}
