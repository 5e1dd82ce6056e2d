import type { EpochMs } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import type { AnalysedConnection } from '../analysis.ts';

/** An event: a connection was ready to be shared, was closed, or (`asked`) was opened. */
interface Moment {
  readonly at: EpochMs;
  readonly what: 'asked' | 'closed' | 'ready';
  readonly connection: AnalysedConnection;
}

/** The order of events with the same time: a connection that becomes ready was not ready before; one that closes was open. */
const ORDER: readonly Moment['what'][] = ['asked', 'closed', 'ready'];

/**
 * The connections that were opened at the same time, or first. If one was opened although another origin's was ready,
 * something kept them apart, such as a pool that no source reports; otherwise the browser would have shared
 * (Chromium's `SpdySessionPool::FindAvailableSession`).
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

/** None for a connection whose opening time is unknown. HTTP/1.1 connections are not shared. */
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

/** Counts open connections by the origin that they were opened for. */
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
