import type { EpochMs, RequestRecord } from '../../model/capture.ts';
import { SOURCE_TRAITS } from '../../model/evidence-sources.ts';
import { hasHeader } from '../../model/header-fields.ts';
import { isVisible421, MISDIRECTED } from '../../model/misdirected.ts';
import type { AnalysedAttempt } from '../analysis.ts';
import { networkStart } from '../attempt-times.ts';
import type { BrowserFamily } from '../browser-family.ts';
import { coalescingOf } from '../coalescing.ts';
import type { ConnectionIndex } from '../connection-index.ts';
import { answerTime } from './answer-times.ts';

const BASIS: Readonly<Record<BrowserFamily, string>> = {
  chromium: 'The page saw a 421; Chromium shows one only after it has tried once before and got 421 too.',
  firefox: 'The page saw a 421; Firefox shows one only after it has tried once before and got 421 too.',
};

/**
 * A 421 that the page can see is the second one: both browsers re-send a 421 once, by themselves, whatever
 * the method (measured: 78 of 78 visible ones in Chromium; Fetch standard, HTTP-network-or-cache fetch). So
 * the first attempt follows, although nobody reported it.
 */
export function withDerivedAttempt(
  request: RequestRecord,
  told: readonly AnalysedAttempt[],
  family: BrowserFamily | null,
  index: ConnectionIndex,
): readonly AnalysedAttempt[] {
  const final = told[0];
  if (family === null || request.attemptsComplete || final === undefined || told.length !== 1) return told;
  if (!isVisible421(request) || isStreamed(request)) return told;
  const record = request.attempts.at(-1);
  const startedAt = record === undefined ? request.startedAt : networkStart(request, record);
  const place = family === 'chromium' ? placeOf(request, final, index, startedAt) : 'unknown';
  // The lost attempt stands in the stall. Where a set-up that nobody timed stands in it too, its end is not known.
  const stalled = record?.phases?.stalled ?? null;
  const timed = startedAt !== null && stalled !== null && (place === 'ready' || record?.reused === false);
  const connection = place === 'ready' || place === 'opened' ? final.connection : null;
  const known = coalescingOf(request.origin, index.byId.get(connection ?? ''));
  const { coalesced, certainty } = place === 'shared' ? SHARED : known;
  const first: AnalysedAttempt = {
    connection,
    stream: null,
    status: MISDIRECTED,
    error: null,
    startedAt: place === 'opened' ? null : startedAt,
    endedAt: timed ? startedAt + stalled : null,
    coalesced,
    coalescedCertainty: certainty,
    hidden: true,
    certainty: 'derived',
    confidence: 1,
    misdirected: true,
    resent: false,
    basis: BASIS[family],
  };
  return [first, { ...final, resent: true }];
}

/**
 * A body that is a stream is sent once, and then it is gone (Fetch standard; measured in Chromium 156): its 421 is the
 * first. Such a request has no Content-Length, which shows only where a source reports all of its headers.
 */
function isStreamed({ method, requestHeaders, sources }: RequestRecord): boolean {
  if (!/^(?:POST|PUT)$/i.test(method) || requestHeaders === null) return false;
  if (!sources.some((source) => SOURCE_TRAITS[source].requestHeaders === 'all')) return false;
  return !hasHeader(requestHeaders, 'content-length');
}

const SHARED = { coalesced: true, certainty: 'derived' } as const;

/**
 * Where the first attempt went. Chromium re-sends on the same connection when the 421 came on the origin's
 * own one. That is so when the own one was `ready` before this request began (no other is looked for then),
 * or when it was `opened` by the first attempt: then the second did not wait for it, nobody else was seen to
 * open it, and the stall is longer than a round trip alone. When the second attempt was the one that waited for
 * the own connection's set-up, there was none before, and the first was `shared` with another origin.
 */
function placeOf(
  request: RequestRecord,
  final: AnalysedAttempt,
  index: ConnectionIndex,
  startedAt: EpochMs | null,
): 'ready' | 'opened' | 'shared' | 'unknown' {
  const use = final.connection === null ? undefined : index.byId.get(final.connection);
  if (use === undefined || startedAt === null || use.record.openedFor !== request.origin) return 'unknown';
  // An own connection with HTTP/1.1 does not keep the browser from trying a shared one first.
  if (use.record.protocol === 'http/1.1') return 'unknown';
  const ready = use.readyAt ?? use.answeredAt;
  if (ready !== null && ready <= startedAt) return 'ready';
  if (use.opener === request) return 'shared';
  const openedByNobodyElse = use.readyAt === null && use.opener === null && use.first === request;
  return openedByNobodyElse && waitedForSetUp(request) ? 'opened' : 'unknown';
}

/**
 * A set-up takes a round trip at least before the one that the lost attempt took; the last attempt's answer
 * shows how long one is. Navigations are preconnected, so their set-up may have been nobody's.
 */
function waitedForSetUp({ attempts, resourceType }: RequestRecord): boolean {
  const final = attempts.at(-1);
  const answer = final === undefined ? null : answerTime(final);
  if (answer === null || resourceType === 'document') return false;
  return (final?.phases?.stalled ?? 0) >= 1.8 * answer;
}
