import type { RequestRecord } from '../../model/capture.ts';
import { firstFieldValue, hasHeader } from '../../model/header-fields.ts';
import { hostOf, type Origin } from '../../model/origin.ts';

/** Whether a request was sent with credentials; null where nothing shows it. Firefox keeps the connections apart. */
export type Credentials = 'with' | 'without' | null;

/**
 * Reads from headers whether requests were sent with credentials. A request without the cookie that its host has
 * received before was sent without them.
 */
export class CredentialsReader {
  /** Hosts that received a cookie, with that cookie. */
  readonly #cookies = new Map<string, string>();
  /** Sites (last two labels) of which two hosts received the same cookie: it is for all of their hosts. */
  readonly #sites = new Set<string>();

  /** Takes requests in the order of their sending. */
  read(request: RequestRecord, origin: Origin): Credentials {
    const { requestHeaders, responseHeaders, method, resourceType } = request;
    if (requestHeaders === null) return resourceType === 'document' ? 'with' : null;
    const cookie = firstFieldValue(requestHeaders, 'cookie') ?? '';
    const host = hostOf(origin) ?? '';
    if (cookie !== '') {
      this.#learn(host, cookie);
      return 'with';
    }
    if (hasHeader(requestHeaders, 'authorization')) return 'with';
    // Fetch, CORS-preflight fetch: never with credentials.
    if (method === 'OPTIONS' && hasHeader(requestHeaders, 'access-control-request-method')) return 'without';
    const mode = firstFieldValue(requestHeaders, 'sec-fetch-mode');
    if (mode === 'no-cors' || mode === 'navigate') return 'with';
    if (mode !== 'cors') return null;
    if (this.#cookies.has(host) || this.#sites.has(siteOfHost(host))) return 'without';
    // With credentials the page could read the response only if this header allows it (Fetch, CORS check).
    const isOtherOrigin = firstFieldValue(requestHeaders, 'sec-fetch-site') !== 'same-origin';
    const allows =
      responseHeaders === null ||
      firstFieldValue(responseHeaders, 'access-control-allow-credentials') === 'true';
    const readable = responseHeaders !== null && hasHeader(responseHeaders, 'access-control-allow-origin');
    return isOtherOrigin && readable && !allows ? 'without' : null;
  }

  #learn(host: string, cookie: string): void {
    if (this.#cookies.get(host) === cookie) return;
    const site = siteOfHost(host);
    for (const [other, theirs] of this.#cookies)
      if (other !== host && theirs === cookie && siteOfHost(other) === site) this.#sites.add(site);
    this.#cookies.set(host, cookie);
  }
}

/** Without a list of public suffixes a site is not known; this is right for most. */
export function siteOfHost(host: string): string {
  return host.split('.').slice(-2).join('.');
}
