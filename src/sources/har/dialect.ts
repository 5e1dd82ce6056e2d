import { originParts } from '../../model/origin.ts';
import { asNumber, asObject, asString, type JsonObject } from '../json.ts';

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
  /** Several runs in one file (WebPageTest): each is another browser, whose ids start again. */
  readonly manyRuns: boolean;
}

/** Decides by the log's creator, and by the entries where that is not enough. */
export function dialectOf(log: JsonObject | null, entries: readonly unknown[]): HarDialect {
  const objects = entries.map(asObject).filter((entry) => entry !== null);
  const writer = writerOf(log, objects);
  const runs = new Set(writer === 'webpagetest' ? objects.map(runOf) : []);
  return { writer, connection: connectionMeaning(writer, objects), manyRuns: runs.size > 1 };
}

function writerOf(log: JsonObject | null, entries: readonly JsonObject[]): HarWriter {
  const creator = asString(asObject(log?.creator)?.name)?.toLowerCase() ?? '';
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

/** The run and the view (first or repeated) that an entry of WebPageTest belongs to. */
export function runOf(entry: JsonObject): string {
  return `${asNumber(entry._run) ?? 1}.${asNumber(entry._cached) ?? 0}`;
}
