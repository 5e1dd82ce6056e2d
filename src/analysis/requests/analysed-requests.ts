import type { Capture, ConnectionRecord, RequestId, RequestRecord } from '../../model/capture.ts';
import { hostOf } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedRequest } from '../analysis.ts';
import { type LostAttempt, withLostAttempt } from '../attempts/lost-attempt.ts';
import { reportedAttempts } from '../attempts/reported-attempts.ts';
import { type Sharing, sharingOf } from '../connections/coalescing.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import { costOf } from '../cost/cost.ts';
import type { Loss } from '../cost/measures.ts';
import { linkResends, type ResendLinks } from './resend-links.ts';

interface Settled {
  readonly connection: ConnectionRecord | undefined;
  readonly resolved: readonly string[] | undefined;
  readonly analysed: AnalysedRequest;
}

/**
 * What was concluded about requests with at most one attempt. Records are immutable and shared between the
 * snapshots of a live capture, so nearly all of a capture is settled when the next batch comes.
 */
const settled = new WeakMap<RequestRecord, Settled>();

/** Every request with its attempts, reported and lost. Costs are set later, because they need the connections. */
export function* analysedRequests(
  capture: Capture,
  index: ConnectionIndex,
  lostAttempts: ReadonlyMap<RequestId, LostAttempt>,
): Steps<Map<RequestId, AnalysedRequest>> {
  const links = yield* linkResends(capture);
  const requests = new Map<RequestId, AnalysedRequest>();
  yield* stepping(capture.requests, (record) => {
    const lost = lostAttempts.get(record.id);
    const linked = links.resentAs.has(record.id) || links.resendOf.has(record.id);
    if (lost === undefined && !linked && record.attempts.length <= 1) {
      requests.set(record.id, settledRequest(record, capture, index));
      return;
    }
    const reported = reportedAttempts(record, index);
    const attempts = lost === undefined ? reported : withLostAttempt(lost, reported);
    requests.set(record.id, analysedRequest(record, attempts, links, capture, index));
  });
  return requests;
}

/** Sets the cost of each request's 421s. */
export function setCosts(
  requests: Map<RequestId, AnalysedRequest>,
  losses: ReadonlyMap<RequestId, readonly Loss[]>,
): void {
  for (const [id, lost] of losses) {
    const request = requests.get(id);
    if (request !== undefined) requests.set(id, { ...request, cost: costOf(lost) });
  }
}

function settledRequest(record: RequestRecord, capture: Capture, index: ConnectionIndex): AnalysedRequest {
  const connection = index.byId.get(record.attempts[0]?.connection ?? '')?.record;
  const known = settled.get(record);
  if (known !== undefined && known.connection === connection) {
    // Only the reasons of a coalesced request depend on the addresses of its host.
    if (known.analysed.why.length === 0 || known.resolved === resolvedFor(record, capture))
      return known.analysed;
  }
  const analysed = analysedRequest(record, reportedAttempts(record, index), NO_LINKS, capture, index);
  const resolved = analysed.why.length === 0 ? undefined : resolvedFor(record, capture);
  settled.set(record, { connection, resolved, analysed });
  return analysed;
}

function resolvedFor({ origin }: RequestRecord, capture: Capture): readonly string[] | undefined {
  const host = origin === null ? null : hostOf(origin);
  return host === null ? undefined : capture.resolutions.get(host);
}

const NO_LINKS: ResendLinks = { resentAs: new Map(), resendOf: new Map() };

function analysedRequest(
  record: RequestRecord,
  attempts: readonly AnalysedAttempt[],
  links: ResendLinks,
  capture: Capture,
  index: ConnectionIndex,
): AnalysedRequest {
  const { why, certainty } = sharingOfFirst(record, attempts, capture, index);
  return {
    record,
    attempts,
    why,
    whyCertainty: certainty,
    resentAs: links.resentAs.get(record.id) ?? null,
    resendOf: links.resendOf.get(record.id) ?? null,
    wastedMs: wastedBy(attempts),
    cost: null,
  };
}

const NOT_SHARED: Sharing = { why: [], certainty: 'unknown' };

function sharingOfFirst(
  record: RequestRecord,
  attempts: readonly AnalysedAttempt[],
  capture: Capture,
  index: ConnectionIndex,
): Sharing {
  const first = attempts.find(({ coalesced }) => coalesced === true);
  const use = first?.connection == null ? undefined : index.byId.get(first.connection);
  return use === undefined ? NOT_SHARED : sharingOf(record, use, capture);
}

/** How long the misdirected attempts before the last one took; null when the time of one is unknown. */
function wastedBy(attempts: readonly AnalysedAttempt[]): number | null {
  let wasted = 0;
  for (const { misdirected, hidden, startedAt, endedAt } of attempts) {
    if (!misdirected || !hidden) continue;
    if (startedAt === null || endedAt === null) return null;
    wasted += Math.max(0, endedAt - startedAt);
  }
  return wasted;
}
