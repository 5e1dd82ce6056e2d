import type { EpochMs } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import type { AnalysedConnection } from '../analysis.ts';

/** Something that happened at a time: a connection was ready to be shared, was closed, or (`asked`) was opened. */
interface Moment {
  readonly at: EpochMs;
  readonly what: 'asked' | 'closed' | 'ready';
  readonly connection: AnalysedConnection;
}

/** At one and the same time: what gets ready then was not ready before, and what is closed then was open until then. */
const ORDER: readonly Moment['what'][] = ['asked', 'closed', 'ready'];

/**
 * Those that were opened at the same time, or first. One that was opened although another origin's was ready is kept
 * apart by something, or a browser would have shared that (Chromium's `SpdySessionPool::FindAvailableSession`): by a
 * pool that no source reports, for example.
 */
export function openedAtOnce(connections: readonly AnalysedConnection[]): AnalysedConnection[] {
  const moments = connections.flatMap(momentsOf);
  moments.sort((a, b) => a.at - b.at || ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
  const found = new Set<AnalysedConnection>();
  const open = new OpenByOrigin();
  for (const { what, connection } of moments) {
    const origin = connection.record.openedFor;
    if (what === 'asked') {
      if (!open.hasOneOfOtherThan(origin)) found.add(connection);
    } else open.count(origin, what === 'ready' ? 1 : -1);
  }
  return connections.filter((connection) => found.has(connection));
}

/** None for a connection whose opening time is unknown. A connection that speaks HTTP/1.1 is not shared. */
function momentsOf(connection: AnalysedConnection): Moment[] {
  const { openedAt, closedAt, setup, protocol } = connection.record;
  if (openedAt === null) return [];
  const asked: Moment = { at: openedAt, what: 'asked', connection };
  const ready = openedAt + setupTime(setup);
  if (protocol === 'http/1.1' || (closedAt !== null && closedAt <= ready)) return [asked];
  const life: Moment[] = [asked, { at: ready, what: 'ready', connection }];
  if (closedAt !== null) life.push({ at: closedAt, what: 'closed', connection });
  return life;
}

/** How many are open, for each origin that they were opened for. */
class OpenByOrigin {
  readonly #byOrigin = new Map<Origin | null, number>();
  #all = 0;

  count(origin: Origin | null, change: 1 | -1): void {
    this.#byOrigin.set(origin, this.#of(origin) + change);
    this.#all += change;
  }

  hasOneOfOtherThan(origin: Origin | null): boolean {
    return this.#all > this.#of(origin);
  }

  #of(origin: Origin | null): number {
    return this.#byOrigin.get(origin) ?? 0;
  }
}
