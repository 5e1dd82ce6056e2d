import type {
  Capture,
  ConnectionId,
  ConnectionRecord,
  EpochMs,
  Millis,
  RequestRecord,
} from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { certificateCovers } from '../certificate-names.ts';
import { addressKey } from '../connection-index.ts';
import type { Sending } from './sending.ts';

/** A connection that is put together from what its requests say. */
export interface Reconstructed {
  record: ConnectionRecord;
  /** The request that it was first seen with. */
  readonly opener: RequestRecord;
  readonly certificateId: string | null;
  readonly anonymous: boolean;
  readonly site: string | null;
  /** From when on requests for its own origin may wait for it. */
  readonly from: EpochMs;
  readonly origins: Set<Origin>;
  /** Until when an HTTP/1.1 connection is busy. */
  busyUntil: EpochMs;
}

/** HAR times are whole milliseconds, and two of them make each bound. */
const SLACK: Millis = 3;

/** The connections that were open at one time or another, by the address they lead to. */
export class Pool {
  readonly #certificates: Capture['certificates'];
  readonly #byAddress = new Map<string, Reconstructed[]>();
  readonly all: Reconstructed[] = [];

  constructor(certificates: Capture['certificates']) {
    this.#certificates = certificates;
  }

  /**
   * A new connection; `seen` when the request was seen to wait for its set-up. Another's set-up is not seen when
   * Firefox opened it ahead or for a request that was put elsewhere then (a ghost). It was opened for the same
   * origin all the same where the page was seen to load: nothing open could be shared, or it would have been.
   */
  open(id: ConnectionId, sending: Sending, at: EpochMs, { seen = true, forOne = false } = {}): Reconstructed {
    const { remote, protocol, certificateId, origin, setup, site } = sending;
    const openedFor = seen || site !== null ? origin : null;
    const connection: Reconstructed = {
      record: {
        ...{ id, protocol, remote, closedAt: null, closeReason: null, privacyMode: null, partition: null },
        openedFor,
        clientCertificate: null,
        credentials: null,
        openedForCertainty: openedFor === null ? 'unknown' : 'inferred',
        openedAt: seen ? at : null,
        certificate: this.#certificates.get(certificateId ?? '') ?? null,
        ...{
          proxy: null,
          originFrame: null,
          originFrameAt: null,
          retiredAt: null,
          refused: null,
          supersededBy: null,
        },
        setup: seen ? setup : null,
        reconstructed: true,
        sources: sending.request.sources,
      },
      opener: sending.request,
      certificateId,
      anonymous: sending.anonymous,
      site,
      from: seen ? Math.min(sending.from, at) : Number.NEGATIVE_INFINITY,
      origins: new Set([origin]),
      busyUntil: sending.endedAt ?? at,
    };
    this.all.push(connection);
    // The second attempt after a 421 has a connection to itself, which closes after the answer.
    if (forOne && protocol !== 'http/1.1') return connection;
    const key = addressKey(remote);
    append(this.#byAddress, key, connection);
    return connection;
  }

  /**
   * The open connection that Firefox would put a request on at this time: one for its own origin, else one that has
   * carried that origin, else the first whose certificate names it (nsHttpConnectionMgr: the entry's own
   * connections come before those found by address and certificate).
   */
  find(
    sending: Sending,
    at: EpochMs,
    certificateId: string | null = sending.certificateId,
  ): Reconstructed | null {
    const open = this.#open(sending, at).filter(
      (one) => one.certificateId === null || certificateId === null || one.certificateId === certificateId,
    );
    const { origin, anonymous } = sending;
    const like = open.filter((one) => one.anonymous === anonymous);
    for (const among of [like, open]) {
      const found =
        among.find(({ record, busyUntil }) => record.openedFor === origin && isFree(record, busyUntil, at)) ??
        among.find(({ record, origins }) => origins.has(origin) && record.protocol !== 'http/1.1') ??
        among.find((one) => couldShare(one, origin, at));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** One that is being set up for this origin while this request waits for one too: HTTP/2 needs only one of them. */
  beingSetUp(sending: Sending): Reconstructed | null {
    const { origin, anonymous, certificateId, waitsFrom } = sending;
    return (
      this.#open(sending, waitsFrom).find(({ record, anonymous: other, certificateId: theirs }) => {
        if (record.openedFor !== origin || record.protocol === 'http/1.1' || other !== anonymous)
          return false;
        return theirs === certificateId && readyAt(record) >= waitsFrom;
      }) ?? null
    );
  }

  #open({ remote, site }: Sending, at: EpochMs): Reconstructed[] {
    const key = addressKey(remote);
    // Requests come in the order of their sending: what is retired by now will not be used again.
    const alive = (this.#byAddress.get(key) ?? []).filter(
      ({ record }) => record.retiredAt === null || record.retiredAt >= at,
    );
    this.#byAddress.set(key, alive);
    return alive.filter(({ from, site: other }) => {
      const sameSite = site === null || other === null || other === site;
      return sameSite && from <= at + SLACK;
    });
  }
}

/** Adds a request to what a connection carried. */
export function ride(connection: Reconstructed, { origin, endedAt }: Sending): void {
  connection.origins.add(origin);
  connection.busyUntil = Math.max(connection.busyUntil, endedAt ?? Number.NEGATIVE_INFINITY);
}

/** A 421 on it: what is under way ends, and nothing new is sent on it (Firefox says GOAWAY). */
export function retire(connection: Reconstructed, at: EpochMs | null): void {
  if (at === null || connection.record.retiredAt !== null) return;
  connection.record = { ...connection.record, retiredAt: at };
}

function readyAt({ openedAt, setup }: ConnectionRecord): EpochMs {
  return (
    (openedAt ?? Number.NEGATIVE_INFINITY) + (setup?.dns ?? 0) + (setup?.connect ?? 0) + (setup?.tls ?? 0)
  );
}

function isFree({ protocol }: ConnectionRecord, busyUntil: EpochMs, at: EpochMs): boolean {
  return protocol !== 'http/1.1' || busyUntil <= at + SLACK;
}

function couldShare({ record }: Reconstructed, origin: Origin, at: EpochMs): boolean {
  const host = hostOf(origin);
  if (record.protocol === 'http/1.1' || !origin.startsWith('https:') || host === null) return false;
  if ((record.openedAt ?? at) > at + SLACK) return false;
  return record.certificate !== null && certificateCovers(record.certificate, host);
}
