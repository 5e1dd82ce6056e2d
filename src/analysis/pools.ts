import type { Capture, ConnectionId, RequestRecord } from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from './connection-index.ts';

/** Whether a connection is one of those that carry credentials. Browsers never mix them (Fetch, "connections"). */
export type Pool = 'credentials' | 'other';

/**
 * Tells connections with credentials from others, as far as it shows: a top-level page, a cookie or an
 * Authorization header rides only on the former. And an origin that is served on two connections at the same
 * time has them in different pools, for within one pool HTTP/2 and HTTP/3 use one connection for an origin.
 */
export function poolsOf(capture: Capture, index: ConnectionIndex): Map<ConnectionId, Pool> {
  const pools = new Map<ConnectionId, Pool>();
  for (const request of capture.requests) {
    const { connection } = request.attempts.at(-1) ?? { connection: null };
    if (connection !== null && carriesCredentials(request)) pools.set(connection, 'credentials');
  }
  const twoPools = !capture.requests.some(isFrame);
  for (const uses of connectionsByOrigin(index).values()) spread(uses, pools, twoPools);
  return pools;
}

function carriesCredentials({ requestHeaders, resourceType, initiator }: RequestRecord): boolean {
  if (requestHeaders === null) return resourceType === 'document' && initiator === null;
  return requestHeaders.some(({ name, value }) => {
    const header = name.toLowerCase();
    return (
      header === 'cookie' ||
      header === 'authorization' ||
      (header === 'sec-fetch-dest' && value === 'document')
    );
  });
}

/** A frame of another site has pools of its own, so that there are more than two. */
function isFrame({ requestHeaders }: RequestRecord): boolean {
  return (
    requestHeaders?.some(
      ({ name, value }) => name.toLowerCase() === 'sec-fetch-dest' && /frame/.test(value),
    ) ?? false
  );
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

function spread(uses: readonly ConnectionUse[], pools: Map<ConnectionId, Pool>, twoPools: boolean): void {
  if (uses.length < 2) return;
  const known = uses.find(({ record }) => pools.get(record.id) === 'credentials');
  const other = twoPools ? uses.find(({ record }) => pools.get(record.id) === 'other') : undefined;
  for (const use of uses) {
    if (pools.has(use.record.id)) continue;
    if (known !== undefined && together(use, known)) pools.set(use.record.id, 'other');
    else if (other !== undefined && together(use, other)) pools.set(use.record.id, 'credentials');
  }
}

/** Both were open and in use over some time. */
function together(a: ConnectionUse, b: ConnectionUse): boolean {
  return (
    usableFrom(a) < (b.lastAt ?? Number.NEGATIVE_INFINITY) &&
    usableFrom(b) < (a.lastAt ?? Number.NEGATIVE_INFINITY)
  );
}
