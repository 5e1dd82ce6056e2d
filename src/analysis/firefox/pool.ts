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
import { setupTime } from '../../model/phases.ts';
import { ROUNDED_SUMS } from '../clock-slack.ts';
import { certificateCovers } from '../connections/certificate-names.ts';
import { addressKey } from '../connections/connection-index.ts';
import { siteOfHost } from './credentials.ts';
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
  requests: number;
  /** Until when an HTTP/1.1 connection is busy. */
  busyUntil: EpochMs;
  /** Since when a later request shows that it was not usable any more. */
  goneSince: EpochMs | null;
}

interface Opening {
  /** Whether the request was seen to wait for the setup. */
  readonly seen?: boolean;
  /** A connection for the second attempt at a request only. */
  readonly forOne?: boolean;
}

/** A busy Firefox reports the times of its requests this much too late or too early, against each other. */
const LATE_REPORT: Millis = 100;

/** The connections that were open at one time or another, by the address they lead to. */
export class Pool {
  readonly #certificates: Capture['certificates'];
  readonly #byAddress = new Map<string, Reconstructed[]>();
  /** Origins that have connections of their own or shared ones, with credentials and without them. */
  readonly #entries = { with: new Set<Origin>(), without: new Set<Origin>() };
  readonly all: Reconstructed[] = [];

  constructor(certificates: Capture['certificates']) {
    this.#certificates = certificates;
  }

  /**
   * A new connection. Its setup is not seen when Firefox opened it in advance, or for a request that it then sent on
   * another one (a ghost). Where the page was seen to load, it was opened for the same origin even so: no open
   * connection could be shared, or it would have been. Over HTTP/1.1 no connection is shared by origins.
   */
  open(
    id: ConnectionId,
    sending: Sending,
    at: EpochMs,
    { seen = true, forOne = false }: Opening = {},
  ): Reconstructed {
    const { remote, protocol, certificateId, origin, setup, site } = sending;
    const openedFor = seen || site !== null || protocol === 'http/1.1' ? origin : null;
    const anonymous = seen && !forOne ? this.#dialledWithout(sending, at) : sending.credentials === 'without';
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
      anonymous,
      site,
      foreign: sending.foreign,
      from: seen ? Math.min(sending.from, at) : Number.NEGATIVE_INFINITY,
      origins: new Map([[origin, sending.endedAt ?? at]]),
      requests: 1,
      busyUntil: sending.endedAt ?? at,
      goneSince: null,
    };
    this.all.push(connection);
    this.#entry(connection.anonymous).add(origin);
    // The second attempt after a 421 has a connection to itself, which closes after the response.
    if (forOne && protocol !== 'http/1.1') return connection;
    append(this.#byAddress, addressKey(remote), connection);
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
    const { origin, protocol } = sending;
    const open = this.#open(sending, at).filter(
      (one) =>
        (one.certificateId === null || certificateId === null || one.certificateId === certificateId) &&
        (one.record.protocol === protocol || certificateId === null),
    );
    const own = sending.credentials === 'without';
    const ofOrigin = open.filter(
      ({ record, busyUntil }) => record.openedFor === origin && isFree(record, busyUntil, at),
    );
    const opened = ofOrigin.find((one) => one.anonymous === own) ?? ofOrigin[0];
    if (opened !== undefined) return opened;
    for (const { anonymous, experienced } of this.#order(sending)) {
      const among = open.filter((one) => one.anonymous === anonymous && (!experienced || one.requests > 1));
      const found =
        among.find(({ record, busyUntil }) => record.openedFor === origin && isFree(record, busyUntil, at)) ??
        among.find(({ record, origins }) => origins.has(origin) && record.protocol !== 'http/1.1') ??
        among.find((one) => couldShare(one, origin, at));
      if (found !== undefined) {
        this.#entry(anonymous).add(origin);
        return found;
      }
    }
    return null;
  }

  /** A connection that is being set up for this origin while this request waits too: with HTTP/2 they share one. */
  beingSetUp(sending: Sending): Reconstructed | null {
    const { origin, credentials, certificateId, waitsFrom } = sending;
    return (
      this.#open(sending, sending.sentAt).find(({ record, anonymous, certificateId: theirs }) => {
        if (record.openedFor !== origin || record.protocol === 'http/1.1') return false;
        if (credentials !== null && anonymous !== (credentials === 'without')) return false;
        return theirs === certificateId && readyAt(record) >= waitsFrom - LATE_REPORT;
      }) ?? null
    );
  }

  #entry(anonymous: boolean): Set<Origin> {
    return anonymous ? this.#entries.without : this.#entries.with;
  }

  #hasEntry({ origin }: Sending, anonymous: boolean): boolean {
    return this.#entry(anonymous).has(origin);
  }

  /**
   * In which order Firefox looks for a connection: among those without credentials or among those with them. An
   * origin that has only connections of the other kind uses those if they have carried several requests
   * (nsHttpConnectionMgr::GetOrCreateConnectionEntry).
   */
  #order(sending: Sending): readonly { anonymous: boolean; experienced: boolean }[] {
    const own = sending.credentials === 'without';
    const turned = !this.#hasEntry(sending, own) && this.#hasEntry(sending, !own);
    const inOrder = [
      { anonymous: own, experienced: false },
      { anonymous: !own, experienced: false },
    ];
    return turned ? [{ anonymous: !own, experienced: true }, ...inOrder] : inOrder;
  }

  /**
   * Whether a request that waited for a setup was sent without credentials. Open connections that it could have used
   * otherwise are gone: the server or the browser closed them, which no source reports.
   */
  #dialledWithout(sending: Sending, at: EpochMs): boolean {
    const { origin, credentials, request, protocol } = sending;
    if (protocol === 'http/1.1') return credentials === 'without';
    const before = (request.startedAt ?? at) - LATE_REPORT;
    const usable = this.#open(sending, before).filter((one) => {
      if (one.record.protocol === 'http/1.1') return false;
      const carriedSince = one.origins.get(origin);
      if (carriedSince !== undefined) return carriedSince < before;
      const firstEnd = Math.min(...one.origins.values());
      return firstEnd < before && certainlyCovers(one, origin);
    });
    const experienced = (one: Reconstructed): boolean => one.origins.has(origin) && one.requests > 1;
    const anonymous =
      credentials === null
        ? usable.some((one) => !one.anonymous) &&
          !usable.some((one) => one.anonymous) &&
          (this.#hasEntry(sending, true) || !usable.some((one) => !one.anonymous && experienced(one)))
        : credentials === 'without';
    const turned = !this.#hasEntry(sending, anonymous);
    for (const one of usable)
      if (one.anonymous === anonymous || (turned && experienced(one))) one.goneSince ??= at;
    return anonymous;
  }

  #open({ remote, site, foreign }: Sending, at: EpochMs): Reconstructed[] {
    const key = addressKey(remote);
    // Requests come in the order of their sending, so a connection that is retired now will not be used again.
    const alive = (this.#byAddress.get(key) ?? []).filter(
      ({ record, goneSince }) =>
        (record.retiredAt === null || record.retiredAt >= at) && (goneSince === null || goneSince >= at),
    );
    this.#byAddress.set(key, alive);
    return alive.filter(({ from, site: other, foreign: apart }) => {
      const sameSite = site === null || other === null || other === site;
      return sameSite && apart === foreign && from <= at + ROUNDED_SUMS;
    });
  }
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

function readyAt({ openedAt, setup }: ConnectionRecord): EpochMs {
  return (openedAt ?? Number.NEGATIVE_INFINITY) + setupTime(setup);
}

function isFree({ protocol }: ConnectionRecord, busyUntil: EpochMs, at: EpochMs): boolean {
  return protocol !== 'http/1.1' || busyUntil <= at + ROUNDED_SUMS;
}

function couldShare(one: Reconstructed, origin: Origin, at: EpochMs): boolean {
  const { record } = one;
  if (record.protocol === 'http/1.1' || !origin.startsWith('https:')) return false;
  if ((record.openedAt ?? at) > at + ROUNDED_SUMS) return false;
  return certainlyCovers(one, origin) || mayCover(one, origin);
}

function certainlyCovers({ record }: Reconstructed, origin: Origin): boolean {
  const host = hostOf(origin);
  return host !== null && record.certificate !== null && certificateCovers(record.certificate, host);
}

/**
 * A HAR names no certificate. A request without a setup of its own was sent on an open connection, and hosts of one
 * site at one address usually have one certificate.
 */
function mayCover({ record, origins, certificateId }: Reconstructed, origin: Origin): boolean {
  const host = hostOf(origin);
  if (record.certificate !== null || certificateId !== null || host === null) return false;
  return [...origins.keys()].some((other) => siteOfHost(hostOf(other) ?? '') === siteOfHost(host));
}
