import type { Capture, ConnectionId, ConnectionRecord, EpochMs, RequestRecord } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { ROUNDED_SUMS } from '../clock-slack.ts';
import { certificateCovers } from '../connections/certificate-names.ts';
import { addressKey } from '../connections/connection-index.ts';
import type { Sending } from './sending.ts';

/** A connection that is reconstructed from its requests. */
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

/** The connections that were open at one time or another, by the address they lead to. */
export class Pool {
  readonly #certificates: Capture['certificates'];
  readonly #byAddress = new Map<string, Reconstructed[]>();
  readonly all: Reconstructed[] = [];

  constructor(certificates: Capture['certificates']) {
    this.#certificates = certificates;
  }

  /**
   * A new connection; `seen` when the request was seen to wait for its setup. The setup is not seen when Firefox opened
   * the connection in advance, or for a request that it then sent on another one (a ghost). Where the page was seen to
   * load, it was opened for the same origin even so: no open connection could be shared, or it would have been.
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
    // The second attempt after a 421 has a connection to itself, which closes after the response.
    if (forOne && protocol !== 'http/1.1') return connection;
    const key = addressKey(remote);
    append(this.#byAddress, key, connection);
    return connection;
  }

  /**
   * The open connection on which Firefox would send a request at this time: one for its own origin, else one that has
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
    const samePool = open.filter((one) => one.anonymous === anonymous);
    for (const among of [samePool, open]) {
      const found =
        among.find(({ record, busyUntil }) => record.openedFor === origin && isFree(record, busyUntil, at)) ??
        among.find(({ record, origins }) => origins.has(origin) && record.protocol !== 'http/1.1') ??
        among.find((one) => couldShare(one, origin, at));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** A connection that is being set up for this origin while this request waits too: with HTTP/2 they share one. */
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
    // Requests come in the order of their sending, so a connection that is retired now will not be used again.
    const alive = (this.#byAddress.get(key) ?? []).filter(
      ({ record }) => record.retiredAt === null || record.retiredAt >= at,
    );
    this.#byAddress.set(key, alive);
    return alive.filter(({ from, site: other }) => {
      const sameSite = site === null || other === null || other === site;
      return sameSite && from <= at + ROUNDED_SUMS;
    });
  }
}

/** Adds a request to what a connection carried. */
export function addRequest(connection: Reconstructed, { origin, endedAt }: Sending): void {
  connection.origins.add(origin);
  connection.busyUntil = Math.max(connection.busyUntil, endedAt ?? Number.NEGATIVE_INFINITY);
}

/** After a 421 on it, requests under way end and no new one is sent on it (Firefox sends GOAWAY). */
export function retire(connection: Reconstructed, at: EpochMs | null): void {
  if (at === null || connection.record.retiredAt !== null) return;
  connection.record = { ...connection.record, retiredAt: at };
}

function readyAt({ openedAt, setup }: ConnectionRecord): EpochMs {
  return (openedAt ?? Number.NEGATIVE_INFINITY) + setupTime(setup);
}

function isFree({ protocol }: ConnectionRecord, busyUntil: EpochMs, at: EpochMs): boolean {
  return protocol !== 'http/1.1' || busyUntil <= at + ROUNDED_SUMS;
}

function couldShare({ record }: Reconstructed, origin: Origin, at: EpochMs): boolean {
  const host = hostOf(origin);
  if (record.protocol === 'http/1.1' || !origin.startsWith('https:') || host === null) return false;
  if ((record.openedAt ?? at) > at + ROUNDED_SUMS) return false;
  return record.certificate !== null && certificateCovers(record.certificate, host);
}
