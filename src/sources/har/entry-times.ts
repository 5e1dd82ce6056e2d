import type { EpochMs, Millis } from '../../model/capture.ts';
import { asObject, asString, type JsonObject } from '../json.ts';
import type { HarDialect } from './dialect.ts';
import { duration, isSentAgain, setupWithinBlocked } from './timings.ts';

/** When the page made the request. */
export function requestStart(entry: JsonObject, dialect: HarDialect): EpochMs | null {
  const started = isoTime(entry.startedDateTime);
  if (started === null || dialect.writer !== 'webpagetest') return started;
  // WebPageTest starts an entry when it is sent; the browser created the request earlier.
  const sent = duration(entry._load_start);
  const created = duration(entry._created);
  return sent !== null && created !== null && created <= sent ? started - (sent - created) : started;
}

/** When the response was complete. Null where Firefox adds up overlapping timings, because it sent the request twice. */
export function requestEnd(entry: JsonObject, dialect: HarDialect): EpochMs | null {
  const started = isoTime(entry.startedDateTime);
  const timings = asObject(entry.timings) ?? {};
  if (started === null || isSentAgain(timings, dialect.writer)) return null;
  const time = duration(dialect.writer === 'webpagetest' ? (entry._load_ms ?? entry.time) : entry.time);
  return time === null ? null : started + Math.max(0, time - setupWithinBlocked(timings, dialect.writer));
}

/** When sending began, `untilSent` after the start of the request. */
export function sendStart(
  entry: JsonObject,
  startedAt: EpochMs | null,
  untilSent: Millis,
  dialect: HarDialect,
): EpochMs | null {
  if (dialect.writer === 'webpagetest') return isoTime(entry.startedDateTime);
  return startedAt === null ? null : startedAt + untilSent;
}

/** Epoch milliseconds of an ISO 8601 time. `Date.parse` alone would accept other notations too. */
function isoTime(value: unknown): EpochMs | null {
  const text = asString(value);
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isFinite(time) ? time : null;
}
