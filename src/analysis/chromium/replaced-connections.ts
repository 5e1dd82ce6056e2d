import type { EpochMs } from '../../model/capture.ts';
import { firstIndex } from '../../model/first-index.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import { networkStart } from '../attempts/attempt-times.ts';
import type { ConnectionIndex, ConnectionUse } from '../connections/connection-index.ts';

/**
 * When each connection had probably been closed, although no source reports it: an origin that was served on it
 * needed a new one, and nothing more was sent on the old one.
 */
export function replacedConnections({ byId }: ConnectionIndex): Map<ConnectionUse, EpochMs> {
  const openings = openingsByOrigin(byId.values());
  const replaced = new Map<ConnectionUse, EpochMs>();
  for (const use of byId.values()) {
    const { lastAt } = use;
    if (lastAt === null) continue;
    for (const origin of use.served) {
      const times = openings.get(origin) ?? [];
      const next = times[firstIndex(times.length, (i) => (times[i] ?? 0) > lastAt)];
      if (next !== undefined) replaced.set(use, Math.min(replaced.get(use) ?? next, next));
    }
  }
  return replaced;
}

/** When the requests of each origin that waited for a new connection began, in order. */
function openingsByOrigin(uses: Iterable<ConnectionUse>): Map<Origin, EpochMs[]> {
  const openings = new Map<Origin, EpochMs[]>();
  for (const { opener } of uses) {
    const attempt = opener?.attempts.at(-1);
    if (opener?.origin == null || attempt === undefined) continue;
    const start = networkStart(opener, attempt);
    if (start === null) continue;
    append(openings, opener.origin, start);
  }
  for (const times of openings.values()) times.sort((a, b) => a - b);
  return openings;
}
