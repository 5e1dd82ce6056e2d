import type { Header, Protocol } from '../model/capture.ts';
import { asArray, asNumber, asObject, asString } from './json.ts';

/**
 * The protocol by any of the names browsers and tools give it: `http/2.0` and `h2` (Chrome), `HTTP/2` (Firefox,
 * WebPageTest), `h3`, `h3-29`, `HTTP/3`, `HTTP/1.1`, `http/2+quic/46` (old Chrome). Null for anything else.
 */
export function parseProtocol(name: unknown): Protocol | null {
  const text = asString(name)?.trim().toLowerCase() ?? '';
  if (/^(?:h3(?:-\w+)?|http\/3(?:\.0)?)$/.test(text) || text.includes('quic')) return 'h3';
  if (/^(?:h2c?|http\/2(?:\.0)?)$/.test(text)) return 'h2';
  return text === 'http/1.1' ? 'http/1.1' : null;
}

/** A valid status; 0, -1 and similar values mean that there was no response. */
export function parseStatus(value: unknown): number | null {
  // Some writers quote numbers.
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : asNumber(value);
  return status !== null && Number.isInteger(status) && status >= 100 && status <= 999 ? status : null;
}

export function parsePort(value: unknown): number | null {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : asNumber(value);
  return port !== null && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}

/** An address without the brackets that IPv6 has in URLs; null when empty. */
export function parseAddress(value: unknown): string | null {
  const address = asString(value)?.replace(/^\[|\]$/g, '') ?? '';
  return address === '' ? null : address;
}

/** Headers as a list of names and values (HAR, webRequest); invalid items are skipped. */
export function parseHeaderList(value: unknown): Header[] | null {
  const list = asArray(value);
  if (list === null) return null;
  const headers: Header[] = [];
  for (const item of list) {
    const header = asObject(item);
    const name = asString(header?.name);
    const content = asString(header?.value);
    if (name !== null && content !== null) headers.push({ name, value: content });
  }
  return headers;
}

/** Headers as an object of names (CDP), where line breaks separate the values of a repeated header. */
export function parseHeaderObject(value: unknown): Header[] | null {
  const object = asObject(value);
  if (object === null) return null;
  const headers: Header[] = [];
  for (const [name, content] of Object.entries(object)) {
    if (typeof content !== 'string') continue;
    for (const line of content.split('\n')) headers.push({ name, value: line });
  }
  return headers;
}

/**
 * The version of Chromium in a user agent string: `Chrome/156.0.0.0`, also `HeadlessChrome/`.
 * Browsers based on it (Edge, Opera) behave like it and are identified by the same number.
 */
export function chromeVersion(userAgent: string | null): string | null {
  return /\b(?:Headless)?Chrome\/([\d.]+)/.exec(userAgent ?? '')?.[1] ?? null;
}

/** The version of Safari in a user agent string: `Version/26.0 Safari/605.1.15`. Chrome's has no `Version/`. */
export function safariVersion(userAgent: string | null): string | null {
  return /\bVersion\/([\d.]+)(?: Mobile\/\w+)? Safari\//.exec(userAgent ?? '')?.[1] ?? null;
}
