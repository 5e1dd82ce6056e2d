import { TRACK } from './field-numbers.ts';
import type { ProtobufMessage } from './protobuf-message.ts';

const MASK = (1n << 64n) - 1n;
/** NetLog's source ids have 32 bits (net/log/net_log_source.h). */
const LAST_ID = (1n << 32n) - 1n;

/**
 * Finds the NetLog source of a track. Chromium gives a source the track `base + id` below a root track `base - 1` of its
 * process (net/log/trace_net_log_observer.cc), where `base` is random. A track's uuid is its number XOR the uuid of its
 * parent (perfetto/tracing/track.h), so `base` can be computed. Verified: for each source of a run the id was that in the
 * `--log-net-log` of the same run.
 */
export class SourceTracks {
  readonly #parents = new Map<bigint, bigint>();
  readonly #sources = new Map<bigint, number>();

  describe(descriptor: ProtobufMessage): void {
    const uuid = descriptor.integer(TRACK.uuid);
    const parent = descriptor.integer(TRACK.parent);
    if (uuid !== null && parent !== null) this.#parents.set(uuid, parent);
  }

  /** The id of the source, or null when the track does not belong to a source. */
  sourceOf(track: bigint): number | null {
    const known = this.#sources.get(track);
    if (known !== undefined) return known;
    const root = this.#parents.get(track);
    const process = root === undefined ? undefined : this.#parents.get(root);
    if (root === undefined || process === undefined) return null;
    const base = ((root ^ process) + 1n) & MASK;
    const id = ((track ^ root) - base) & MASK;
    if (id > LAST_ID) return null;
    this.#sources.set(track, Number(id));
    return Number(id);
  }
}
