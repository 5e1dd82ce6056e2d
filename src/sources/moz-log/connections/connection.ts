import type { EpochMs, Protocol, Refusal, Remote } from '../../../model/capture.ts';
import type { ConnectionEvidence } from '../../../model/evidence.ts';
import { type Origin, originParts } from '../../../model/origin.ts';
import type { ConnectionKey } from './connection-key.ts';

/** An nsHttpConnection or HttpConnectionUDP: one TCP or QUIC connection. */
export class Connection {
  readonly id: string;
  readonly pointer: string;
  readonly createdAt: EpochMs | null;
  protocol: Protocol | null;
  key: ConnectionKey | null = null;
  /** For a QUIC connection, whose key lower log levels do not contain: the host it was opened for, without the port. */
  host: string | null = null;
  /** The address it went to; the port is in its key. */
  address: string | null = null;
  /** A failed connection is an object too, so a connection counts only after the first message that shows it is open. */
  open = false;
  /** The ordinal of the message that made it usable; null while unknown. */
  readyOrdinal: number | null = null;
  /** Null until an ORIGIN frame arrived. */
  originFrame: readonly Origin[] | null = null;
  originFrameAt: EpochMs | null = null;
  refused: readonly Refusal[] = [];
  closed = false;
  retired = false;

  get remote(): Remote | null {
    const port = this.key === null ? null : portOf(this.key);
    return this.address === null || port === null ? null : { address: this.address, port };
  }

  constructor(id: string, pointer: string, protocol: Protocol | null, createdAt: EpochMs | null) {
    this.id = id;
    this.pointer = pointer;
    this.protocol = protocol;
    this.createdAt = createdAt;
  }
}

/** The facts about a connection that its key contains. */
export function factsOf(key: ConnectionKey | null): ConnectionEvidence['facts'] {
  if (key === null) return {};
  const { origin, anonymous, partition, proxy } = key;
  return {
    ...(origin === null ? {} : { openedFor: origin, openedForCertainty: 'observed' as const }),
    privacyMode: anonymous,
    partition,
    proxy,
  };
}

/** The port at the address: the proxy's, the alternative's, or the origin's own. */
function portOf({ origin, proxy, route }: ConnectionKey): number | null {
  const digits = /:(\d{1,5})$/.exec(proxy ?? route ?? '')?.[1];
  if (digits !== undefined) return Number(digits);
  return origin === null ? null : (originParts(origin)?.port ?? null);
}
