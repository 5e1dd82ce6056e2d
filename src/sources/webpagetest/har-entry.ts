import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';

interface View {
  readonly run: number;
  readonly cached: number;
  readonly date: number | null;
}

/** The HAR entry that WebPageTest makes of one of its requests (www/include/HttpArchiveGenerator). */
export function harEntryOf(request: JsonObject, { run, cached, date }: View): JsonObject {
  const own = Object.entries(request).map(([name, value]): [string, unknown] => [`_${name}`, value]);
  const headers = asObject(request.headers);
  const secure = request.is_secure === 1 || request.is_secure === '1' || request.is_secure === true;
  const url = `${secure ? 'https' : 'http'}://${asString(request.host) ?? ''}${asString(request.url) ?? ''}`;
  const start = asNumber(request.load_start);
  const version = asString(request.protocol) ?? '';
  return {
    ...Object.fromEntries(own),
    _run: run,
    _cached: cached,
    ...(date !== null && start !== null && { startedDateTime: new Date(date * 1000 + start).toISOString() }),
    time: asNumber(request.load_ms) ?? 0,
    request: {
      method: asString(request.method) ?? '',
      url: asString(request.full_url) ?? url,
      httpVersion: version,
      headers: headersOf(headers?.request),
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status: asNumber(request.responseCode) ?? (Number(request.responseCode) || 0),
      statusText: '',
      httpVersion: version,
      headers: headersOf(headers?.response),
      cookies: [],
      content: { size: asNumber(request.objectSize) ?? 0, mimeType: asString(request.contentType) ?? '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: timingsOf(request),
  };
}

function timingsOf(request: JsonObject): JsonObject {
  const ssl = length(request.ssl_ms);
  const connect = length(request.connect_ms);
  const wait = length(request.ttfb_ms);
  const load = length(request.load_ms);
  return {
    blocked: -1,
    dns: length(request.dns_ms),
    // HAR includes TLS in `connect`.
    connect: connect < 0 ? ssl : connect + Math.max(0, ssl),
    ssl,
    send: 0,
    wait,
    receive: load >= 0 && wait >= 0 ? Math.max(0, load - wait) : -1,
  };
}

function length(value: unknown): number {
  const span = asNumber(value);
  return span === null || span < 0 ? -1 : span;
}

/** `name: value` lines. A pseudo-header begins with a colon itself; the first line may be the request line. */
function headersOf(lines: unknown): JsonObject[] {
  return (asArray(lines) ?? []).flatMap((line) => {
    const [, name, value] = /^(:?[^:\s]+):[ \t]*(.*)$/s.exec(asString(line) ?? '') ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}
