import type { AttemptRecord, HarObject, Header } from '../../model/capture.ts';
import type { ConnectionEvidence, Evidence, RequestFacts } from '../../model/evidence.ts';
import { originOf, originParts } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { certificateOf, initiatorUrl } from '../devtools.ts';
import { parseHeaderList, parseProtocol, parseStatus } from '../http.ts';
import { asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { resolveUrl } from '../resolve-url.ts';
import { setupOf, untilSend } from '../setup-phases.ts';
import { dialectOf, type HarDialect } from './dialect.ts';
import { connectionId, remoteOf, reusedConnection } from './entry-connection.ts';
import { requestEnd, requestStart, sendStart } from './entry-times.ts';
import { keptBody } from './response-body.ts';
import { phasesOf } from './timings.ts';

/** An entry with its required parts already checked. */
interface Entry {
  readonly entry: JsonObject;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly url: string;
  readonly method: string;
  readonly key: string;
  readonly dialect: HarDialect;
  readonly facts: RequestFacts;
  readonly attempt: Partial<AttemptRecord>;
}

/**
 * The evidence in one HAR entry. `key` identifies it among the entries of the capture. Without a `dialect` (the live
 * path: `devtools.network` delivers one entry at a time) it is derived from the entry itself. An invalid entry gives
 * one problem; undefined stands for one that is no JSON.
 */
export function harEntryEvidence(entry: unknown, key: string, dialect?: HarDialect): Evidence[] {
  const object = asObject(entry);
  if (entry === undefined) return [badEntry(key, 'is not readable')];
  if (object === null) return unreadEntry(entry, key, 'is not an object');
  const request = asObject(object.request);
  const url = asString(request?.url);
  const method = asString(request?.method);
  if (request === null || url === null || url === '') return unreadEntry(object, key, 'has no request URL');
  if (method === null || method === '') return unreadEntry(object, key, 'has no request method');
  const known = dialect ?? dialectOf(null, [object]);
  const response = asObject(object.response) ?? {};
  const facts = requestFacts(object, request, response, url, known);
  const attempt = attemptFacts(object, facts, known);
  const whole: Entry = { entry: object, request, response, url, method, key, dialect: known, facts, attempt };
  const evidence: Evidence[] = [{ kind: 'request', source: 'har', key, url, method, facts }];
  if (reachedNetwork(whole)) evidence.push(...networkEvidence(whole));
  if (/^https?:/i.test(url) && originOf(url) === null)
    evidence.push(
      badEntry(
        key,
        'has a URL without a readable host and port, so nothing is concluded about it',
        'bad-entry-url',
      ),
    );
  if (facts.startedAt === null) evidence.push(badEntry(key, 'has no readable start time', 'bad-entry-time'));
  return evidence;
}

function unreadEntry(entry: unknown, key: string, what: string): Evidence[] {
  return [{ kind: 'unread-entry', entry }, badEntry(key, what)];
}

function badEntry(key: string, what: string, code = 'bad-entry'): Evidence {
  return { kind: 'problem', problem: { code, message: `HAR entry ${key} ${what}.` } };
}

function networkEvidence(whole: Entry): Evidence[] {
  const { key, url, attempt, facts } = whole;
  const evidence: Evidence[] = [];
  if (attempt.connection) evidence.push(connectionEvidence(whole, attempt.connection));
  evidence.push({ kind: 'attempt', source: 'har', key, index: 'final', facts: attempt });
  const host = originParts(url)?.host;
  // Only a connection that was opened for this host shows that its name resolves to the address; a reused one does not.
  if (attempt.reused === false && facts.remote && host !== undefined) {
    evidence.push({ kind: 'resolution', source: 'har', host, addresses: [facts.remote.address] });
  }
  return evidence;
}

/** Whether it used a connection: it did not if it came from a cache or a service worker, or was blocked before sending. */
function reachedNetwork({ url, facts, attempt }: Entry): boolean {
  if (facts.fromCache || facts.fromServiceWorker || originOf(url) === null) return false;
  return Boolean(attempt.connection || facts.remote || facts.status);
}

function requestFacts(
  entry: JsonObject,
  request: JsonObject,
  response: JsonObject,
  url: string,
  dialect: HarDialect,
): RequestFacts {
  const startedAt = requestStart(entry, dialect);
  const redirect = asString(response.redirectURL) ?? '';
  const status = parseStatus(response.status);
  return {
    startedAt,
    endedAt: requestEnd(entry, dialect),
    status,
    error: asString(response._error) || null,
    ...(fromCache(entry) && { fromCache: true }),
    ...(response._fetchedViaServiceWorker === true && { fromServiceWorker: true }),
    protocol: parseProtocol(response.httpVersion) ?? parseProtocol(request.httpVersion),
    remote: remoteOf(entry, url, dialect),
    resourceType: (asString(entry._resourceType) ?? asString(entry._request_type))?.toLowerCase() || null,
    initiator: initiatorOf(entry._initiator),
    requestHeaders: headersOf(request),
    responseHeaders: responseHeadersOf(response),
    responseBody: keptBody(response, status),
    transferSize: transferSize(entry, response),
    redirectedTo: redirect === '' ? null : resolveUrl(url, redirect),
    ...poolFacts(entry),
    har: entry as HarObject,
  };
}

function attemptFacts(entry: JsonObject, facts: RequestFacts, dialect: HarDialect): Partial<AttemptRecord> {
  const phases = phasesOf(entry, dialect.writer);
  const connection = connectionId(entry, dialect);
  const { startedAt = null, endedAt = null } = facts;
  const sentAt = sendStart(entry, startedAt, phases === null ? 0 : untilSend(phases), dialect);
  return {
    connection,
    status: facts.status ?? null,
    error: facts.error ?? null,
    // Some writers' phases overlap, so that their sum is longer than the request took.
    startedAt: sentAt === null || endedAt === null ? sentAt : Math.min(sentAt, endedAt),
    endedAt,
    reused: reusedConnection(entry, connection, dialect),
    phases,
    ...(asNumber(entry._http2_stream_id) !== null && { stream: asNumber(entry._http2_stream_id) }),
  };
}

function connectionEvidence({ entry, url, facts, attempt, dialect }: Entry, id: string): ConnectionEvidence {
  const { phases, reused, startedAt } = attempt;
  const opener = reused === false ? originOf(url) : null;
  const setup = setupOf(phases ?? null);
  const spent = setupTime(setup);
  return {
    kind: 'connection',
    source: 'har',
    id,
    facts: {
      protocol: facts.protocol ?? null,
      remote: facts.remote ?? null,
      certificate: certificateOf(entry._securityDetails),
      privacyMode: facts.privacyMode ?? null,
      partition: facts.partition ?? null,
      ...(opener !== null && {
        openedFor: opener,
        // Only Chromium is known to give a `connect` time only to the request that the connection was opened for.
        openedForCertainty: dialect.writer === 'other' ? 'inferred' : 'derived',
        // Includes the DNS lookup, so that the setup ends where sending begins.
        openedAt: startedAt === null || startedAt === undefined ? null : startedAt - spent,
        setup,
      }),
    },
  };
}

function fromCache(entry: JsonObject): boolean {
  // HAR 1.2's `cache` is the state of the cache, not the origin of the response, and a 304 is a response.
  const chrome = entry._fromCache;
  return chrome === true || (typeof chrome === 'string' && chrome !== '');
}

/** The URL of the initiator: from Chrome's object, or WebPageTest's plain URL. */
function initiatorOf(value: unknown): string | null {
  return typeof value === 'string' ? value || null : initiatorUrl(value);
}

function headersOf(message: JsonObject): Header[] | null {
  return parseHeaderList(message.headers);
}

/**
 * Null for an empty list: every response has headers, and DevTools writes `[]` where it does not have them, as for a
 * fetch without CORS that Chromium 156 blocked (ORB); it removes them for webRequest too. A NetLog has them.
 */
function responseHeadersOf(response: JsonObject): RequestFacts['responseHeaders'] {
  const headers = headersOf(response);
  return headers === null || headers.length === 0 ? null : headers;
}

function transferSize(entry: JsonObject, response: JsonObject): number | null {
  const size = asNumber(response._transferSize) ?? asNumber(entry._bytesIn);
  if (size !== null) return size >= 0 ? size : null;
  const head = asNumber(response.headersSize) ?? -1;
  const body = asNumber(response.bodySize) ?? -1;
  return head >= 0 && body >= 0 ? head + body : null;
}

/** WebPageTest writes Chromium's socket pool: `pm/https://a.test <https://a.test same_site>`. */
function poolFacts(entry: JsonObject): Pick<RequestFacts, 'privacyMode' | 'partition'> {
  const group = asString(entry._socket_group);
  if (group === null) return {};
  return { privacyMode: group.startsWith('pm/'), partition: /<([^>]*)>/.exec(group)?.[1] ?? null };
}
