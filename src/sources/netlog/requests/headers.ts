import type { Header } from '../../../model/capture.ts';
import { firstFieldValue } from '../../../model/header-fields.ts';
import { Memo } from '../../../model/memo.ts';
import { asArray } from '../../json.ts';

/**
 * Most header lines of a page's requests repeat. Sharing them saves a third of the memory of a request. Long lines, such
 * as cookies, are not shared.
 */
const LINES = new Memo(parseLine, { capacity: 2_048, longest: 256 });

function parseLine(line: string): Header | null {
  const colon = line.indexOf(':', 1);
  return colon > 0 ? { name: line.slice(0, colon), value: line.slice(colon + 1).trim() } : null;
}

/** NetLog writes headers as `["name: value", …]`. For HTTP/2 and 3 the pseudo-headers (`:method`) come first. */
export function parseHeaders(value: unknown): Header[] {
  const headers: Header[] = [];
  for (const line of asArray(value) ?? []) {
    if (typeof line !== 'string') continue;
    const header = LINES.get(line);
    if (header !== null) headers.push(header);
  }
  return headers;
}

/** The status in `["HTTP/1.1 421 Misdirected Request", …]`. Chromium writes this line for every protocol. */
export function parseStatusLine(headers: unknown): number | null {
  const first = asArray(headers)?.[0];
  const status = typeof first === 'string' ? /^HTTP\/[\d.]+\s+(\d{3})\b/.exec(first)?.[1] : undefined;
  return status === undefined ? null : Number(status);
}

export interface RequestLine {
  readonly method: string | null;
  readonly url: string | null;
}

/** Method and URL, from the pseudo-headers, or from the request line (`GET / HTTP/1.1`) and Host. */
export function requestLineOf(headers: readonly Header[], line: string | null, scheme: string): RequestLine {
  const value = (name: string) => firstFieldValue(headers, name);
  const [method = null, target] = line?.split(' ') ?? [];
  const authority = value(':authority') ?? value('host');
  const path = value(':path') ?? target;
  return {
    method: value(':method') ?? method,
    url: authority && path?.startsWith('/') ? `${value(':scheme') ?? scheme}://${authority}${path}` : null,
  };
}

/** Method, host and path of an HTTP/2 or HTTP/3 request, to distinguish it from others. */
export function targetOf(headers: readonly Header[]): string | null {
  const value = (name: string) => firstFieldValue(headers, name);
  const path = value(':path');
  return path === null ? null : [value(':method'), value(':authority'), path].join(' ');
}
