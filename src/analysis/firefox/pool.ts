import type { Capture, ConnectionId, EpochMs, Millis } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { ROUNDED_SUMS } from '../clock-slack.ts';
import { addressKey } from '../connections/connection-index.ts';
import { isIdle, openConnection, type Reconstructed, readyAt } from './connection.ts';
import { couldShare, covers } from './coverage.ts';
import { Entries, type EntryKey } from './entries.ts';
import type { Sending } from './sending.ts';

interface Opening {
  /** Whether the request was seen to wait for the setup. */
  readonly seen?: boolean;
  /** A connection for the second attempt at a request only. */
  readonly forOne?: boolean;
}

/** A busy Firefox reports the times of its requests this much too late or too early, against each other. */
const LATE_REPORT: Millis = 60;

/** The connections that were open at one time or another, by the address they lead to. */
export class Pool {
  readonly #certificates: Capture['certificates'];
  readonly #byAddress = new Map<string, Reconstructed[]>();
  readonly #entries = new Entries();
  readonly all: Reconstructed[] = [];

  constructor(certificates: Capture['certificates']) {
    this.#certificates = certificates;
  }

  open(
    id: ConnectionId,
    sending: Sending,
    at: EpochMs,
    { seen = true, forOne = false }: Opening = {},
  ): Reconstructed {
    const anonymous = seen && !forOne ? this.#dialledWithout(sending, at) : sending.credentials === 'without';
    const connection = openConnection(sending, { id, at, seen, anonymous }, this.#certificates);
    this.all.push(connection);
    this.#entries.add(keyOf(sending, anonymous), at);
    // The second attempt after a 421 has a connection to itself, which closes after the response.
    if (forOne && sending.protocol !== 'http/1.1') return connection;
    append(this.#byAddress, addressKey(sending.remote), connection);
    return connection;
  }

  /**
   * The open connection on which Firefox would send a request (nsHttpConnectionMgr::GetOrCreateConnectionEntry): one
   * that its entry has or can share; else one of the entry for the other kind of credentials, if it is "experienced":
   * a request was sent on it after its handshake (nsHttpConnection::Activate), so not only the one that opened it; else
   * one to share that is found when the host's addresses are known.
   */
  find(
    sending: Sending,
    at: EpochMs,
    certificateId: string | null = sending.certificateId,
  ): Reconstructed | null {
    const { protocol } = sending;
    const open = this.#open(sending, at).filter(
      (one) =>
        (one.certificateId === null || certificateId === null || one.certificateId === certificateId) &&
        (one.record.protocol === protocol || certificateId === null),
    );
    const own = sending.credentials === 'without';
    const arrived = Math.min(sending.request.startedAt ?? at, at);
    const mine = available(open, sending, own, at);
    const other = available(open, sending, !own, at);
    const known = this.#entries.has(keyOf(sending, own), arrived);
    const inverted = this.#entries.has(keyOf(sending, !own), arrived);
    if (inverted && !(known && mine !== null) && other !== null && other.requests > 1) return other;
    if (mine === null) return other;
    this.#entries.add(keyOf(sending, own), at);
    return mine;
  }

  /** An open connection of the request's own origin, for either kind of credentials. */
  findOwn(sending: Sending, at: EpochMs): Reconstructed | null {
    const anonymous = sending.credentials === 'without';
    const own = this.#open(sending, at).filter(
      (one) =>
        one.record.openedFor === sending.origin &&
        one.certificateId === sending.certificateId &&
        one.record.protocol === sending.protocol &&
        (one.record.protocol !== 'http/1.1' || isIdle(one, at)),
    );
    return own.find((one) => one.anonymous === anonymous) ?? own[0] ?? null;
  }

  /** A connection that is being set up for this origin while this request waits too: with HTTP/2 they share one. */
  beingSetUp(sending: Sending): Reconstructed | null {
    const { origin, credentials, certificateId, waitsFrom } = sending;
    return (
      this.#open(sending, sending.sentAt).find((one) => {
        if (one.record.openedFor !== origin || one.record.protocol === 'http/1.1') return false;
        if (credentials !== null && one.anonymous !== (credentials === 'without')) return false;
        return one.certificateId === certificateId && readyAt(one) >= waitsFrom - LATE_REPORT;
      }) ?? null
    );
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
      if (one.record.openedFor === origin) return true;
      if (readyAt(one) > before) return false;
      const carriedSince = one.origins.get(origin);
      if (carriedSince !== undefined) return carriedSince < before;
      return Math.min(...one.origins.values()) < before && covers(one, origin) !== false;
    });
    const certain = usable.filter((one) => one.origins.has(origin) || covers(one, origin) === true);
    const anonymous =
      credentials === null
        ? certain.some((one) => !one.anonymous) && !certain.some((one) => one.anonymous)
        : credentials === 'without';
    for (const one of usable) {
      if (one.anonymous !== anonymous) continue;
      if (certain.includes(one)) one.goneSince ??= at;
      else one.notFor.add(origin);
    }
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

function keyOf({ origin, site, foreign }: Sending, anonymous: boolean): EntryKey {
  return { origin, anonymous, site, foreign };
}

/**
 * The connection that Firefox would use for an origin among those of one kind: an HTTP/2 connection of its own, else the
 * first that can be shared, else an idle one over HTTP/1.1 (nsHttpConnectionMgr::TryDispatchTransaction).
 */
function available(
  open: readonly Reconstructed[],
  { origin }: Sending,
  anonymous: boolean,
  at: EpochMs,
): Reconstructed | null {
  const among = open.filter((one) => one.anonymous === anonymous);
  const http2 = among.filter(({ record }) => record.protocol !== 'http/1.1');
  return (
    http2.find(({ record }) => record.openedFor === origin) ??
    http2.find((one) => readyAt(one) <= at + ROUNDED_SUMS && couldShare(one, origin)) ??
    among.find((one) => one.record.openedFor === origin && isIdle(one, at)) ??
    null
  );
}
