import type { Capture, ConnectionId, ConnectionRecord, EpochMs, RequestRecord } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { ROUNDED_SUMS } from '../clock-slack.ts';
import type { Sending } from './sending.ts';

/** A connection that is reconstructed from its requests. */
export interface Reconstructed {
  record: ConnectionRecord;
  /** The request that it was first seen with. */
  readonly opener: RequestRecord;
  readonly certificateId: string | null;
  /** Whether it was opened for requests without credentials. */
  readonly anonymous: boolean;
  readonly site: string | null;
  readonly foreign: boolean;
  /** From when on requests for its own origin may wait for it. */
  readonly from: EpochMs;
  /** The origins that it carried, each with the end of the first response. */
  readonly origins: Map<Origin, EpochMs>;
  /** Origins that dialled although it was open: its certificate does not name them. */
  readonly notFor: Set<Origin>;
  requests: number;
  /** Until when an HTTP/1.1 connection is busy. */
  busyUntil: EpochMs;
  /** Since when a later request shows that it was not usable any more. */
  goneSince: EpochMs | null;
}

export interface Opening {
  readonly id: ConnectionId;
  readonly at: EpochMs;
  /** Whether the request was seen to wait for the setup. */
  readonly seen: boolean;
  readonly anonymous: boolean;
}

/**
 * A new connection. Its setup is not seen when Firefox opened it in advance, or for a request that it then sent on
 * another one (a ghost). Where the page was seen to load, it was opened for the same origin even so: no open
 * connection could be shared, or it would have been. Over HTTP/1.1 no connection is shared by origins.
 */
export function openConnection(
  sending: Sending,
  { id, at, seen, anonymous }: Opening,
  certificates: Capture['certificates'],
): Reconstructed {
  const { remote, protocol, certificateId, origin, setup, site } = sending;
  const openedFor = seen || site !== null || protocol === 'http/1.1' ? origin : null;
  return {
    record: {
      ...{ id, protocol, remote, closedAt: null, closeReason: null, privacyMode: null, partition: null },
      openedFor,
      clientCertificate: null,
      credentials: null,
      openedForCertainty: openedFor === null ? 'unknown' : 'inferred',
      openedAt: seen ? at : null,
      certificate: certificates.get(certificateId ?? '') ?? null,
      ...{ proxy: null, originFrame: null, originFrameAt: null },
      ...{ retiredAt: null, refused: null, supersededBy: null },
      setup: seen ? setup : null,
      reconstructed: true,
      sources: sending.request.sources,
    },
    opener: sending.request,
    certificateId,
    anonymous,
    site,
    foreign: sending.foreign,
    from: seen ? Math.min(sending.from, at) : Number.NEGATIVE_INFINITY,
    origins: new Map([[origin, sending.endedAt ?? at]]),
    notFor: new Set(),
    requests: 1,
    busyUntil: sending.endedAt ?? at,
    goneSince: null,
  };
}

/** Adds a request to what a connection carried. */
export function addRequest(connection: Reconstructed, { origin, endedAt }: Sending): void {
  if (!connection.origins.has(origin)) connection.origins.set(origin, endedAt ?? Number.POSITIVE_INFINITY);
  connection.requests += 1;
  connection.busyUntil = Math.max(connection.busyUntil, endedAt ?? Number.NEGATIVE_INFINITY);
}

/** After a 421 on it, requests under way end and no new one is sent on it (Firefox sends GOAWAY). */
export function retire(connection: Reconstructed, at: EpochMs | null): void {
  if (at === null || connection.record.retiredAt !== null) return;
  connection.record = { ...connection.record, retiredAt: at };
}

/** When its setup had ended. */
export function readyAt({ record: { openedAt, setup } }: Reconstructed): EpochMs {
  return (openedAt ?? Number.NEGATIVE_INFINITY) + setupTime(setup);
}

/** Whether an HTTP/1.1 connection waits for a request. */
export function isIdle({ busyUntil }: Reconstructed, at: EpochMs): boolean {
  return busyUntil <= at + ROUNDED_SUMS;
}
