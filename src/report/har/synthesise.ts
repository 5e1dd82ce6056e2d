import type {
  AttemptRecord,
  HarObject,
  Header,
  Millis,
  Phases,
  Protocol,
  RequestRecord,
} from '../../model/capture.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { NO_TYPE, NO_VERSION } from './har-shapes.ts';

const HTTP_VERSION: Readonly<Record<Protocol, string>> = { 'http/1.1': 'HTTP/1.1', h2: 'http/2.0', h3: 'h3' };

/** A HAR entry for a request that is not from a HAR. Unknown values are -1 or empty, as HAR 1.2 defines. */
export function synthesiseEntry(record: RequestRecord): HarObject {
  const last = record.attempts.at(-1);
  const timings = timingsOf(last?.phases ?? null);
  const httpVersion = record.protocol === null ? NO_VERSION : HTTP_VERSION[record.protocol];
  return {
    ...(record.startedAt === null ? {} : { startedDateTime: isoTime(record.startedAt) }),
    time: totalTime(record, timings),
    request: {
      method: record.method,
      url: record.url,
      httpVersion,
      headers: record.requestHeaders ?? [],
      queryString: queryOf(record.url),
      cookies: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status: record.status ?? 0,
      statusText: '',
      httpVersion,
      headers: record.responseHeaders ?? [],
      cookies: [],
      content: { size: 0, mimeType: firstFieldValue(record.responseHeaders, 'content-type') ?? NO_TYPE },
      redirectURL: record.redirectedTo ?? '',
      headersSize: -1,
      bodySize: -1,
      ...(record.transferSize === null ? {} : { _transferSize: record.transferSize }),
      ...(record.error === null ? {} : { _error: record.error }),
      ...(record.fromServiceWorker ? { _fetchedViaServiceWorker: true } : {}),
    },
    cache: {},
    timings,
    ...additions(record, last),
  };
}

function additions(record: RequestRecord, last: AttemptRecord | undefined): HarObject {
  return {
    ...(record.remote === null ? {} : { serverIPAddress: record.remote.address }),
    ...(typeof last?.connection === 'string' ? { _connectionId: last.connection } : {}),
    ...(record.resourceType === null ? {} : { _resourceType: record.resourceType }),
    ...(record.initiator === null ? {} : { _initiator: { type: 'other', url: record.initiator } }),
    ...(record.fromCache ? { _fromCache: 'disk' } : {}),
  };
}

/** The RFC 3339 form of any number that a source gave as a time. */
export function isoTime(at: number): string {
  const known = Number.isFinite(at) && at >= 0 && at <= 253_402_300_799_999;
  return new Date(known ? at : 0).toISOString();
}

type Timings = Readonly<Record<'blocked' | 'dns' | 'connect' | 'ssl' | 'send' | 'wait' | 'receive', Millis>>;

/** HAR includes TLS in `connect`, and repeats it in `ssl`. */
function timingsOf(phases: Phases | null): Timings {
  return {
    blocked: sum(phases?.queued, phases?.stalled, phases?.proxy),
    dns: phases?.dns ?? -1,
    connect: sum(phases?.connect, phases?.tls),
    ssl: phases?.tls ?? -1,
    send: phases?.send ?? -1,
    wait: phases?.wait ?? -1,
    receive: phases?.receive ?? -1,
  };
}

function sum(...spans: readonly (Millis | null | undefined)[]): Millis {
  const known = spans.filter((span) => typeof span === 'number');
  return known.length === 0 ? -1 : known.reduce((total, span) => total + span, 0);
}

function totalTime({ startedAt, endedAt }: RequestRecord, { ssl: _inConnect, ...timings }: Timings): Millis {
  if (startedAt !== null && endedAt !== null) return Math.max(0, endedAt - startedAt);
  return Object.values(timings).reduce((total, span) => total + Math.max(0, span), 0);
}

function queryOf(url: string): Header[] {
  const [address = ''] = url.split('#', 1);
  const at = address.indexOf('?');
  if (at < 0) return [];
  return address
    .slice(at + 1)
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      if (equals < 0) return { name: decoded(piece), value: '' };
      return { name: decoded(piece.slice(0, equals)), value: decoded(piece.slice(equals + 1)) };
    });
}

function decoded(piece: string): string {
  const spaced = piece.replaceAll('+', ' ');
  // A stray `%` makes the piece undecodable; it is then shown as it is.
  return /%(?![0-9a-f]{2})/i.test(spaced) ? piece : decodeUtf8(spaced, piece);
}

function decodeUtf8(encoded: string, asWritten: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return asWritten;
    throw error;
  }
}
