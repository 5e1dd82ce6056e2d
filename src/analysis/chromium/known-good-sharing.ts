import type { ConnectionRecord } from '../../model/capture.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse } from '../connections/connection-index.ts';
import type { Suspect } from './suspects.ts';

/** Knows which origins were served well on a connection that was opened for another origin. */
export class KnownGoodSharing {
  readonly #known: ReadonlySet<string>;

  constructor({ byId }: ConnectionIndex) {
    const known = new Set<string>();
    for (const use of byId.values()) {
      const openedFor = use.record.openedFor ?? use.opener?.origin ?? null;
      if (openedFor === null || use.record.protocol === 'http/1.1') continue;
      for (const origin of use.served) if (origin !== openedFor) known.add(keyOf(use.record, origin));
    }
    this.#known = known;
  }

  /** Whether the request's origin was served that way at the same address. */
  has({ request: { origin }, use }: { readonly request: Suspect['request']; readonly use: ConnectionUse }) {
    return origin !== null && this.#known.has(keyOf(use.record, origin));
  }
}

function keyOf({ remote }: ConnectionRecord, origin: string): string {
  return `${remote === null ? '' : addressKey(remote)} ${origin}`;
}
