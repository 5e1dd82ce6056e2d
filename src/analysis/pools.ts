import type { Capture, ConnectionId, Header, RequestRecord } from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from './connection-index.ts';

/** Whether a connection is one of those that carry credentials. Browsers never mix them (Fetch, "connections"). */
export type Pool = 'credentials' | 'other';

/**
 * Tells connections with credentials from others, as far as it shows in what rides on them. And, as long as a
 * page has no frames of other sites (which have pools of their own), there are only these two: an origin that is served on
 * two connections at the same time has one in each, for within a pool HTTP/2 and HTTP/3 use one for an origin.
 */
export function poolsOf(capture: Capture, index: ConnectionIndex): Map<ConnectionId, Pool> {
  const pools = new Map<ConnectionId, Pool>();
  let frames = false;
  for (const request of capture.requests) {
    const { connection } = request.attempts.at(-1) ?? { connection: null };
    frames ||= isForeignFrame(request);
    const pool = connection === null ? null : poolOf(request);
    if (connection !== null && pool !== null) pools.set(connection, pool);
  }
  if (!frames) for (const uses of connectionsByOrigin(index).values()) spread(uses, pools);
  return pools;
}

function isForeignFrame({ requestHeaders }: RequestRecord): boolean {
  if (!/frame/.test(headerValue(requestHeaders, 'sec-fetch-dest'))) return false;
  return headerValue(requestHeaders, 'sec-fetch-site') === 'cross-site';
}

function poolOf({ requestHeaders, responseHeaders, resourceType, initiator }: RequestRecord): Pool | null {
  if (requestHeaders === null)
    return resourceType === 'document' && initiator === null ? 'credentials' : null;
  const header = (name: string): string => headerValue(requestHeaders, name);
  if (header('cookie') !== '' || header('authorization') !== '') return 'credentials';
  if (header('sec-fetch-dest') === 'document') return 'credentials';
  const crossOrigin = header('sec-fetch-site') === 'same-site' || header('sec-fetch-site') === 'cross-site';
  switch (header('sec-fetch-mode')) {
    case 'no-cors':
      // Fetch: credentials are included. Of other sites they may be blocked, which is another pool.
      return header('sec-fetch-site') === 'cross-site' ? null : 'credentials';
    case 'cors':
      // With credentials the page could read the answer only if this header allows it (Fetch, CORS check).
      return crossOrigin && responseHeaders !== null && !allowsCredentials(responseHeaders) ? 'other' : null;
    default:
      return null;
  }
}

function allowsCredentials(headers: readonly Header[]): boolean {
  return headerValue(headers, 'access-control-allow-credentials') === 'true';
}

function headerValue(headers: readonly Header[] | null, wanted: string): string {
  return headers?.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
}

function connectionsByOrigin(index: ConnectionIndex): Map<Origin, ConnectionUse[]> {
  const byOrigin = new Map<Origin, ConnectionUse[]>();
  for (const use of index.byId.values()) {
    if (use.record.protocol === 'http/1.1') continue;
    for (const origin of use.served) {
      const list = byOrigin.get(origin);
      if (list === undefined) byOrigin.set(origin, [use]);
      else list.push(use);
    }
  }
  return byOrigin;
}

function spread(uses: readonly ConnectionUse[], pools: Map<ConnectionId, Pool>): void {
  for (const known of uses) {
    const pool = pools.get(known.record.id);
    if (pool === undefined) continue;
    for (const use of uses) {
      if (pools.has(use.record.id) || !together(use, known)) continue;
      pools.set(use.record.id, pool === 'credentials' ? 'other' : 'credentials');
    }
  }
}

/** Both were open and in use over some time. */
function together(a: ConnectionUse, b: ConnectionUse): boolean {
  const until = (use: ConnectionUse): number => use.lastAt ?? Number.NEGATIVE_INFINITY;
  return usableFrom(a) < until(b) && usableFrom(b) < until(a);
}
