import type { ConnectionId, ConnectionRecord } from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import type { AnalysedConnection, Analysis } from '../analysis.ts';
import { type Obstacle, obstaclesBetween, type Wanted, wantedBy } from './obstacles.ts';

/** What an origin and a connection have to do with each other. */
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
  /** Nothing but time kept the connection from carrying it. */
  | { readonly kind: 'could' }
  | { readonly kind: 'kept-apart'; readonly by: readonly Obstacle[] }
  | { readonly kind: 'unknown' };

/** Origins against connections: who shares with whom, who could, and why not. Cells are made when asked for. */
export class SharingMatrix {
  readonly origins: readonly Origin[];
  readonly connections: readonly AnalysedConnection[];
  readonly #analysis: Analysis;
  /** How the origin is sent where it has connections of its own. */
  readonly #wanted = new Map<Origin, Wanted[]>();
  readonly #misdirected = new Map<ConnectionId, Map<Origin, number>>();

  /** In the order of first use; `isShown` picks the requests whose origins and connections are shown. */
  constructor(analysis: Analysis, isShown: (request: string) => boolean = () => true) {
    this.#analysis = analysis;
    this.connections = [...analysis.connections.values()].filter(
      ({ attempts }) => attempts.length > 0 && attempts.some(({ request }) => isShown(request)),
    );
    const origins = new Set<Origin>();
    for (const { record, attempts } of analysis.requests.values()) {
      // What was never sent says nothing of sharing.
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
    const by = this.#obstacles(origin, record);
    if (by === null) return { kind: 'unknown' };
    return by.length === 0 ? { kind: 'could' } : { kind: 'kept-apart', by };
  }

  /** Of all the ways in which the origin is sent, the one that the connection comes nearest to. */
  #obstacles(origin: Origin, record: ConnectionRecord): readonly Obstacle[] | null {
    // HTTP/1.1 carries the origin that the connection was opened for, and no other.
    if (record.protocol === 'http/1.1' && record.openedFor !== null) return ['PROTOCOL'];
    const ways = this.#wanted.get(origin) ?? [this.#unsent(origin)];
    let fewest: readonly Obstacle[] | null = null;
    for (const wanted of ways) {
      const found = obstaclesBetween(record, wanted);
      if (found !== null && (fewest === null || found.length < fewest.length)) fewest = found;
    }
    return fewest;
  }

  /** An origin that only ever rode on the connections of others. */
  #unsent(origin: Origin): Wanted {
    const host = hostOf(origin);
    return {
      origin,
      host,
      addresses: this.#analysis.capture.resolutions.get(host ?? '') ?? [],
      remote: null,
      privacyMode: null,
      partition: null,
      proxy: null,
      protocol: null,
      clientCertificate: null,
    };
  }

  #note({ record, attempts }: AnalysedConnection): void {
    const wanted = wantedBy(record, this.#analysis.capture);
    if (wanted !== null)
      this.#wanted.set(wanted.origin, [...(this.#wanted.get(wanted.origin) ?? []), wanted]);
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

/** The certainty of a cell; what was not carried is by the browser's rules. */
export function certaintyOf(cell: SharingCell): Certainty {
  if (cell.kind === 'unknown') return 'unknown';
  return cell.kind === 'carried' ? cell.certainty : 'derived';
}
