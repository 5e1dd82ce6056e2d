import type { EpochMs } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';

/** The origin of a request with what else separates connections (nsHttpConnectionInfo::HashKey). */
export interface EntryKey {
  readonly origin: Origin;
  readonly anonymous: boolean;
  readonly site: string | null;
  readonly foreign: boolean;
}

/**
 * The origins for which Firefox keeps an entry (ConnectionEntry). An entry knows the addresses of its host, so it finds
 * connections of other hosts to share at once. Firefox forgets entries without connections of their own from time to
 * time (nsHttpConnectionMgr::OnMsgPruneDeadConnections); no source shows when, so here they are kept.
 */
export class Entries {
  /** By key: since when the host's addresses are known. */
  readonly #since = new Map<string, EpochMs>();

  add(key: EntryKey, since: EpochMs): void {
    const text = textOf(key);
    if (!this.#since.has(text)) this.#since.set(text, since);
  }

  has(key: EntryKey, at: EpochMs): boolean {
    return (this.#since.get(textOf(key)) ?? Number.POSITIVE_INFINITY) <= at;
  }
}

function textOf({ origin, anonymous, site, foreign }: EntryKey): string {
  return [origin, anonymous, site, foreign].join(' ');
}
