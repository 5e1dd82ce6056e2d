import type { ConnectionId, ConnectionRecord } from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import type { AnalysedConnection, Analysis } from '../analysis.ts';
import { type Obstacle, obstaclesBetween, type Wanted, wantedBy, wantedLike } from './obstacles.ts';

/** How an origin and a connection are related. */
export type SharingCell =
  | {
      readonly kind: 'carried';
      readonly requests: number;
      /** The connection was opened for another origin. */
      readonly coalesced: boolean;
      /** Attempts of this origin that it answered with 421. */
      readonly misdirected: number;
      readonly certainty: Certainty;
    }
  /** Only timing kept the connection from carrying it. */
  | { readonly kind: 'could' }
  | { readonly kind: 'kept-apart'; readonly by: readonly Obstacle[] }
  | { readonly kind: 'unknown' };

/** Origins by connections: which are shared, which could be, and why others are not. Cells are computed on demand. */
export class SharingMatrix {
  readonly origins: readonly Origin[];
  readonly connections: readonly AnalysedConnection[];
  readonly #analysis: Analysis;
  /** How the origin is sent where it has connections of its own. */
  readonly #wanted = new Map<Origin, Wanted[]>();
  /** How it is sent on other origins' connections: the only evidence for an origin that has none of its own. */
  readonly #shared = new Map<Origin, Wanted[]>();
  readonly #misdirected = new Map<ConnectionId, Map<Origin, number>>();

  /** In the order of first use; `isShown` picks the requests whose origins and connections are shown. */
  constructor(analysis: Analysis, isShown: (request: string) => boolean = () => true) {
    this.#analysis = analysis;
    this.connections = [...analysis.connections.values()].filter(
      ({ attempts }) => attempts.length > 0 && attempts.some(({ request }) => isShown(request)),
    );
    const origins = new Set<Origin>();
    for (const { record, attempts } of analysis.requests.values()) {
      // A request that was never sent is no evidence about sharing.
      if (attempts.length === 0 || !isShown(record.id)) continue;
      if (record.origin?.startsWith('https:')) origins.add(record.origin);
    }
    this.origins = [...origins];
    for (const connection of analysis.connections.values()) this.#note(connection);
  }

  cell(origin: Origin, { record, origins }: AnalysedConnection): SharingCell {
    const carried = origins.find((each) => each.origin === origin);
    if (carried !== undefined) {
      const { requests, coalesced, certainty } = carried;
      const misdirected = this.#misdirected.get(record.id)?.get(origin) ?? 0;
      return { kind: 'carried', requests, coalesced, misdirected, certainty };
    }
    const found = this.#nearest(origin, record);
    if (found === null) return { kind: 'unknown' };
    if (found.by.length > 0) return { kind: 'kept-apart', by: found.by };
    return found.possible.length > 0 ? { kind: 'unknown' } : { kind: 'could' };
  }

  /** The obstacles for the way of sending this origin that fits the connection best. */
  #nearest(origin: Origin, record: ConnectionRecord): ReturnType<typeof obstaclesBetween> {
    // HTTP/1.1 carries the origin that the connection was opened for, and no other.
    if (record.protocol === 'http/1.1' && record.openedFor !== null)
      return { by: ['PROTOCOL'], possible: [] };
    let nearest: ReturnType<typeof obstaclesBetween> = null;
    for (const wanted of this.#wanted.get(origin) ?? this.#shared.get(origin) ?? []) {
      const found = obstaclesBetween(record, wanted);
      if (found !== null && (nearest === null || isNearer(found, nearest))) nearest = found;
    }
    return nearest;
  }

  #note({ record, attempts, origins }: AnalysedConnection): void {
    const wanted = wantedBy(record, this.#analysis.capture);
    if (wanted !== null) append(this.#wanted, wanted.origin, wanted);
    for (const { origin, coalesced } of origins) {
      if (coalesced) append(this.#shared, origin, wantedLike(record, origin, this.#analysis.capture));
    }
    const counts = new Map<Origin, number>();
    for (const { request, index } of attempts) {
      const analysed = this.#analysis.requests.get(request);
      const origin = analysed?.record.origin ?? null;
      if (origin !== null && analysed?.attempts[index]?.misdirected === true) {
        counts.set(origin, (counts.get(origin) ?? 0) + 1);
      }
    }
    if (counts.size > 0) this.#misdirected.set(record.id, counts);
  }
}

type Obstacles = NonNullable<ReturnType<typeof obstaclesBetween>>;

/** Fewer certain obstacles; if equal, fewer possible ones. */
function isNearer(a: Obstacles, b: Obstacles): boolean {
  return a.by.length === b.by.length ? a.possible.length < b.possible.length : a.by.length < b.by.length;
}

/** The certainty of a cell. A cell that carried nothing is derived from the browser's rules. */
export function certaintyOf(cell: SharingCell): Certainty {
  if (cell.kind === 'unknown') return 'unknown';
  return cell.kind === 'carried' ? cell.certainty : 'derived';
}
