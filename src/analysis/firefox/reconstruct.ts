import type {
  Capture,
  ConnectionId,
  ConnectionRecord,
  RequestId,
  RequestRecord,
} from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import { setupTime } from '../../model/phases.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedRequest } from '../analysis.ts';
import { addRequest, type Reconstructed, retire } from './connection.ts';
import type { Discarded } from './discarded.ts';
import { Pool } from './pool.ts';
import { Refusals } from './refusals.ts';
import { type Sending, sendingsOf } from './sending.ts';

/** A first attempt whose response Firefox discarded. */
export interface DiscardedAttempt extends Discarded {
  readonly connection: ConnectionId | null;
  /** Whether the response is taken for a 421 (refusals.ts); otherwise it was probably a 408. */
  readonly misdirected: boolean;
  readonly confidence: number;
}

/** The latest connection of an origin that was opened to send a request again, and that request. */
interface Retry {
  readonly id: RequestId;
  readonly connection: Reconstructed;
  /** Whether the page saw a 421. */
  readonly visible: boolean;
}

export interface Reconstruction {
  /** The capture with connections that no source reported, each marked as reconstructed. */
  readonly capture: Capture;
  readonly discarded: ReadonlyMap<RequestId, DiscardedAttempt>;
}

/**
 * Firefox names no connections, so they are reconstructed from the requests by Firefox's rules (measured on 153 against
 * servers' logs). A request that waited for a setup opened a connection, or shares the one that was opened meanwhile.
 * Any other was sent on an open one to its address with its certificate. A 421 retires the connection it came on; the
 * second attempt gets a new one, which closes after its one response (HTTP/2).
 */
export function* reconstruct(capture: Capture): Steps<Reconstruction> {
  const pool = new Pool(capture.certificates);
  const finals = new Map<RequestId, ConnectionId>();
  const firsts = new Map<RequestId, { readonly discarded: Discarded; readonly connection: ConnectionId }>();
  const refusals = new Refusals();
  const retries = new Map<Origin, Retry>();
  const sendings = sendingsOf(capture.requests);
  yield;
  yield* stepping(sendings, (sending) => {
    const { id } = sending.request;
    if (sending.discarded === null) {
      const carrier = carrierOf(sending, pool, retries, refusals);
      finals.set(id, carrier.record.id);
      if (!sending.dialled && carrier.record.openedFor !== sending.origin) refusals.served(sending.origin);
      return;
    }
    const first = firstCarrier(sending, sending.discarded, pool);
    firsts.set(id, { discarded: sending.discarded, connection: first.record.id });
    const apart = sending.discarded.visible || sending.dialled || !sending.timed;
    const again = apart ? null : secondCarrier(sending, sending.discarded, pool);
    const retry = again ?? openAgain(sending, sending.discarded, pool);
    finals.set(id, retry.record.id);
    retries.set(sending.origin, { id, connection: retry, visible: sending.discarded.visible });
    refusals.discarded({ id, origin: sending.origin, discarded: sending.discarded, apart });
  });
  const verdicts = refusals.verdicts();
  const discarded = new Map<RequestId, DiscardedAttempt>();
  for (const [id, first] of firsts) {
    const verdict = verdicts.get(id);
    if (verdict !== undefined)
      discarded.set(id, { ...first.discarded, ...verdict, connection: first.connection });
  }
  if (sendings.length === 0) return { capture, discarded };
  const connections = [...capture.connections, ...pool.all.map(sameRecord)];
  const requests = capture.requests.map((request) => onConnection(request, finals.get(request.id)));
  return { capture: { ...capture, connections, requests }, discarded };
}

/** The connection of a request that was sent once. */
function carrierOf(
  sending: Sending,
  pool: Pool,
  retries: ReadonlyMap<Origin, Retry>,
  refusals: Refusals,
): Reconstructed {
  const { request, sentAt, dialled, waitsFrom } = sending;
  const found = dialled ? pool.beingSetUp(sending) : openCarrier();
  if (found === null) return pool.open(idOf(request), sending, waitsFrom, { seen: dialled });
  addRequest(found, sending);
  return found;

  /** An origin that refuses shared connections answered on its own. */
  function openCarrier(): Reconstructed | null {
    const own = refusals.refuses(sending.origin) ? pool.findOwn(sending, sentAt) : null;
    return own ?? pool.find(sending, sentAt) ?? outlived(sending, retries, refusals);
  }
}

/**
 * Without a setup and without another connection, it was sent on one that was opened to send a request again. After a
 * 421 that one would have been closed; after a 408, for which Firefox re-sends too, it stays open.
 */
function outlived(
  { origin, sentAt, certificateId }: Sending,
  retries: ReadonlyMap<Origin, Retry>,
  refusals: Refusals,
): Reconstructed | null {
  const retry = retries.get(origin);
  if (retry === undefined || retry.visible) return null;
  const { connection, id } = retry;
  if (connection.certificateId !== certificateId || connection.busyUntil > sentAt) return null;
  refusals.outlived(id);
  return connection;
}

/** The connection of an attempt that got a 421: an open one, else one of its own that no source saw. */
function firstCarrier(sending: Sending, { endedAt, sentAt, resentAt }: Discarded, pool: Pool): Reconstructed {
  const at = sentAt ?? sending.sentAt;
  // The certificate is that of the second attempt's connection: the first one's may be another.
  const open = pool.find(sending, at, null);
  const first = open ?? pool.open(`${idOf(sending.request)}.1`, { ...sending, setup: null }, at);
  if (open !== null) addRequest(open, { ...sending, endedAt });
  retire(first, resentAt ?? endedAt ?? at);
  return first;
}

/** An open connection that carried the second attempt; null where it had one of its own. */
function secondCarrier(sending: Sending, { resentAt }: Discarded, pool: Pool): Reconstructed | null {
  const open = pool.find(sending, resentAt ?? sending.sentAt);
  if (open !== null) addRequest(open, sending);
  return open;
}

function openAgain(sending: Sending, { resentAt, visible }: Discarded, pool: Pool): Reconstructed {
  const at = (resentAt ?? sending.sentAt) - setupTime(sending.setup);
  const retry = pool.open(idOf(sending.request), sending, at, { forOne: true });
  if (visible) retire(retry, sending.endedAt);
  return retry;
}

/** Named after the request that it was first seen with, so that it stays the same while the capture grows. */
function idOf({ id }: RequestRecord): ConnectionId {
  return `~${id.replace(/^r/, '')}`;
}

const made = new WeakMap<RequestRecord, RequestRecord>();

/** The same object for the same conclusion, so that results that depend on it can be remembered. */
function onConnection(request: RequestRecord, connection: ConnectionId | undefined): RequestRecord {
  const final = request.attempts.at(-1);
  if (connection === undefined || final === undefined) return request;
  const known = made.get(request);
  if (known?.attempts.at(-1)?.connection === connection) return known;
  const placed = { ...request, attempts: [...request.attempts.slice(0, -1), { ...final, connection }] };
  made.set(request, placed);
  reportedOf.set(placed, request);
  return placed;
}

const reportedOf = new WeakMap<RequestRecord, RequestRecord>();
const analysedAsReported = new WeakMap<AnalysedRequest, AnalysedRequest>();

/** The conclusions with the records as the sources reported them, without reconstructed connections. */
export function* asReported(
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
): Steps<Map<RequestId, AnalysedRequest>> {
  const all = new Map<RequestId, AnalysedRequest>();
  yield* stepping(requests, ([id, analysed]) => {
    all.set(id, requestAsReported(analysed));
  });
  return all;
}

function requestAsReported(analysed: AnalysedRequest): AnalysedRequest {
  const record = reportedOf.get(analysed.record);
  if (record === undefined) return analysed;
  const known = analysedAsReported.get(analysed) ?? { ...analysed, record };
  analysedAsReported.set(analysed, known);
  return known;
}

const connectionsOf = new WeakMap<RequestRecord, Map<ConnectionId, ConnectionRecord>>();

/** The same object again for a connection about which nothing new was concluded. */
function sameRecord({ record, opener }: Reconstructed): ConnectionRecord {
  const known = connectionsOf.get(opener) ?? new Map<ConnectionId, ConnectionRecord>();
  connectionsOf.set(opener, known);
  const before = known.get(record.id);
  if (before !== undefined && isSame(before, record)) return before;
  known.set(record.id, record);
  return record;
}

function isSame(a: ConnectionRecord, b: ConnectionRecord): boolean {
  const { setup: setupA, ...restA } = a;
  const { setup: setupB, ...restB } = b;
  const values = Object.values(restB);
  return (
    JSON.stringify(setupA) === JSON.stringify(setupB) &&
    Object.values(restA).every((value, i) => value === values[i])
  );
}
