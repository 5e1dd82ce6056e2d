import type { Capture, ConnectionId, Header, RequestRecord } from '../../model/capture.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from '../connections/connection-index.ts';
import { isPreflight } from '../requests/preflight.ts';

/** Whether a connection is one of those that carry credentials. Browsers never mix them (Fetch, "connections"). */
export type Pool = 'credentials' | 'other';

/**
 * Distinguishes connections with credentials from others, as far as the requests on them show it. As long as a page has
 * no frames of other sites (which have pools of their own), these are the only two pools. An origin that is served on
 * two connections of one protocol at the same time then has one in each, because within a pool HTTP/2 and HTTP/3 use
 * one connection each.
 */
export function* poolsOf(capture: Capture, index: ConnectionIndex): Steps<Map<ConnectionId, Pool>> {
  const pools = new Map<ConnectionId, Pool>();
  let frames = false;
  yield* stepping(capture.requests, (request) => {
    const { connection } = request.attempts.at(-1) ?? { connection: null };
    const clues = request.requestHeaders === null ? null : cluesIn(request.requestHeaders);
    frames ||= clues !== null && isForeignFrame(clues);
    const pool = isPreflight(request)
      ? 'other'
      : clues === null
        ? poolByType(request)
        : poolByClues(clues, request.responseHeaders);
    if (connection !== null && pool !== null) pools.set(connection, pool);
  });
  if (!frames) for (const uses of connectionsByOrigin(index).values()) spread(uses, pools);
  return pools;
}

/** Without headers only a navigation is known to carry credentials. */
function poolByType({ resourceType, initiator }: RequestRecord): Pool | null {
  return resourceType === 'document' && initiator === null ? 'credentials' : null;
}

/** The headers that show the pool; a missing one is empty. */
interface Clues {
  readonly cookie: string;
  readonly authorization: string;
  readonly 'sec-fetch-dest': string;
  readonly 'sec-fetch-mode': string;
  readonly 'sec-fetch-site': string;
}

const NO_CLUES: Clues = {
  cookie: '',
  authorization: '',
  'sec-fetch-dest': '',
  'sec-fetch-mode': '',
  'sec-fetch-site': '',
};

function isClue(name: string): name is keyof Clues {
  return Object.hasOwn(NO_CLUES, name);
}

/** Reads them all in one pass over the headers. */
function cluesIn(headers: readonly Header[]): Clues {
  const clues = { ...NO_CLUES };
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (isClue(lower)) clues[lower] ||= value;
  }
  return clues;
}

function isForeignFrame(clues: Clues): boolean {
  return /frame/.test(clues['sec-fetch-dest']) && clues['sec-fetch-site'] === 'cross-site';
}

function poolByClues(clues: Clues, responseHeaders: readonly Header[] | null): Pool | null {
  if (clues.cookie !== '' || clues.authorization !== '') return 'credentials';
  if (clues['sec-fetch-dest'] === 'document') return 'credentials';
  const site = clues['sec-fetch-site'];
  switch (clues['sec-fetch-mode']) {
    case 'no-cors':
      // Fetch: credentials are included. Those of other sites may be blocked, which is another pool.
      return site === 'cross-site' ? null : 'credentials';
    case 'cors':
      // With credentials the page could read the response only if this header allows it (Fetch, CORS check).
      return isOtherOrigin(site) && responseHeaders !== null && !allowsCredentials(responseHeaders)
        ? 'other'
        : null;
    default:
      return null;
  }
}

function isOtherOrigin(site: string): boolean {
  return site === 'same-site' || site === 'cross-site';
}

function allowsCredentials(headers: readonly Header[]): boolean {
  return firstFieldValue(headers, 'access-control-allow-credentials') === 'true';
}

function connectionsByOrigin(index: ConnectionIndex): Map<Origin, ConnectionUse[]> {
  const byOrigin = new Map<Origin, ConnectionUse[]>();
  for (const use of index.byId.values()) {
    if (use.record.protocol === 'http/1.1') continue;
    for (const origin of use.served) {
      append(byOrigin, origin, use);
    }
  }
  return byOrigin;
}

function spread(uses: readonly ConnectionUse[], pools: Map<ConnectionId, Pool>): void {
  let open = uses.filter(({ record }) => !pools.has(record.id));
  for (const known of uses) {
    if (open.length === 0) return;
    const pool = pools.get(known.record.id);
    if (pool === undefined) continue;
    open = open.filter((use) => {
      if (!together(use, known)) return true;
      pools.set(use.record.id, pool === 'credentials' ? 'other' : 'credentials');
      return false;
    });
  }
}

/** Both were open and in use over some time, and of one protocol: an offer of HTTP/3 leaves the HTTP/2 one open. */
function together(a: ConnectionUse, b: ConnectionUse): boolean {
  if (a.record.protocol !== b.record.protocol) return false;
  const until = (use: ConnectionUse): number => use.lastAt ?? Number.NEGATIVE_INFINITY;
  return usableFrom(a) < until(b) && usableFrom(b) < until(a);
}
