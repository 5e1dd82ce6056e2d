import type { AttemptRecord, HarObject, Header } from '../../model/capture.ts';
import type { ConnectionEvidence, Evidence, RequestFacts } from '../../model/evidence.ts';
import { originOf, originParts } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { certificateOf, initiatorUrl } from '../devtools.ts';
import { parseHeaderList, parseProtocol, parseStatus } from '../http.ts';
import { asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { setupOf, untilSend } from '../phases.ts';
import { resolveUrl } from '../resolve-url.ts';
import { dialectOf, type HarDialect } from './dialect.ts';
import { connectionId, remoteOf, reusedConnection } from './entry-connection.ts';
import { requestEnd, requestStart, sendStart } from './entry-times.ts';
import { keptBody } from './response-body.ts';
import { phasesOf } from './timings.ts';

/** An entry whose parts were looked at once, so that the rest need not ask again what is there. */
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
 * What one HAR entry says. `key` names it among the entries of the capture. Without a `dialect` (the live path:
 * `devtools.network` hands over one entry at a time) the entry itself decides. An entry that cannot be one
 * gives one problem.
 */
export function harEntryEvidence(entry: unknown, key: string, dialect?: HarDialect): Evidence[] {
  const object = asObject(entry);
  if (object === null) return [badEntry(key, 'is not an object')];
  const request = asObject(object.request);
  const url = asString(request?.url);
  const method = asString(request?.method);
  if (request === null || url === null || url === '') return [badEntry(key, 'has no request URL')];
  if (method === null || method === '') return [badEntry(key, 'has no request method')];
  const known = dialect ?? dialectOf(null, [object]);
  const response = asObject(object.response) ?? {};
  const facts = requestFacts(object, request, response, url, known);
  const attempt = attemptFacts(object, facts, known);
  const whole: Entry = { entry: object, request, response, url, method, key, dialect: known, facts, attempt };
  const evidence: Evidence[] = [{ kind: 'request', source: 'har', key, url, method, facts }];
  if (reachedNetwork(whole)) evidence.push(...networkEvidence(whole));
  if (facts.startedAt === null) evidence.push(badEntry(key, 'has no readable start time', 'bad-entry-time'));
  return evidence;
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
  // An address that was dialled for this host is an answer for its name; one that was only reused is not.
  if (attempt.reused === false && facts.remote && host !== undefined) {
    evidence.push({ kind: 'resolution', source: 'har', host, addresses: [facts.remote.address] });
  }
  return evidence;
}

/** Something of it was on a connection: not from a cache, a service worker, or refused before it was sent. */
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
  const { startedAt } = facts;
  return {
    connection,
    status: facts.status ?? null,
    error: facts.error ?? null,
    startedAt: sendStart(entry, startedAt ?? null, phases === null ? 0 : untilSend(phases), dialect),
    endedAt: facts.endedAt ?? null,
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
        // Only of Chromium is it known that a `connect` time belongs to the request the connection was opened for.
        openedForCertainty: dialect.writer === 'other' ? 'inferred' : 'derived',
        // With its look-up, so that the set-up ends where the sending begins.
        openedAt: startedAt === null || startedAt === undefined ? null : startedAt - spent,
        setup,
      }),
    },
  };
}

function fromCache(entry: JsonObject): boolean {
  // `cache` of HAR 1.2 tells the state of the cache, not where the answer came from, and 304 is an answer.
  const chrome = entry._fromCache;
  return chrome === true || (typeof chrome === 'string' && chrome !== '');
}

/** URL of what asked: Chrome's object, or WebPageTest's plain URL. */
function initiatorOf(value: unknown): string | null {
  return typeof value === 'string' ? value || null : initiatorUrl(value);
}

function headersOf(message: JsonObject): Header[] | null {
  return parseHeaderList(message.headers);
}

/**
 * Null for an empty list: no answer comes without any, and DevTools writes `[]` where it was not told, as of a fetch
 * without CORS that Chromium 156 blocked (ORB) and took the headers off, for webRequest too. A NetLog has them.
 */
function responseHeadersOf(response: JsonObject): RequestFacts['responseHeaders'] {
  const headers = headersOf(response);
  return headers === null || headers.length === 0 ? null : headers;
}

function transferSize(entry: JsonObject, response: JsonObject): number | null {
  const told = asNumber(response._transferSize) ?? asNumber(entry._bytesIn);
  if (told !== null) return told >= 0 ? told : null;
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
