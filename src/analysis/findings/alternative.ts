import type { ConnectionId, EpochMs } from '../../model/capture.ts';
import { weakerCertainty } from '../../model/certainty.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedRequest, FindingFacts } from '../analysis.ts';
import { headersOf421 } from '../attempts/answers-421.ts';
import { offersHttp3 } from '../chromium/alternative-services.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** No source says why a browser used HTTP/3: an HTTPS record that arrived late looks the same. */
const KEPT_CONFIDENCE = 0.9;

/** An event of one origin; events are sorted by time. */
interface Moment {
  readonly at: EpochMs;
  readonly what: 'sent' | 'answered';
  readonly request: AnalysedRequest;
  readonly attempt: AnalysedAttempt;
  readonly overHttp3: boolean;
  /** The response has an Alt-Svc that names HTTP/3. */
  readonly offers: boolean;
}

/**
 * 421s that came from an alternative service, and requests that went to one although a 421 forbids it: the client has
 * to forget the alternative that answered 421, and to ignore one that a 421 offers (RFC 7838 section 6).
 *
 * An origin for which HTTP/3 was used before any response in this capture offered it is skipped: the browser knows the
 * alternative from elsewhere (an earlier visit, an HTTPS record).
 */
export function* alternativeFindings(context: FindingContext): Steps<FindingFacts[]> {
  const from = new FindingGroups('misdirected-by-alternative');
  const kept = new FindingGroups('alternative-kept-after-421');
  for (const [origin, requests] of yield* misdirectedOrigins(context)) {
    let offered = false;
    let forbidden = false;
    for (const moment of yield* momentsOf(requests, context)) {
      const { attempt, request, overHttp3 } = moment;
      const one = {
        confidence: attempt.confidence,
        request: request.record.id,
        connections: [attempt.connection],
        origins: [origin],
      };
      if (moment.what === 'sent') {
        if (!overHttp3 || offered) continue;
        if (!forbidden) break;
        kept.add([origin], { ...one, certainty: 'inferred', confidence: KEPT_CONFIDENCE });
      } else if (attempt.misdirected) {
        const certainty = weakerCertainty('derived', attempt.certainty);
        if (overHttp3) from.add([origin], { ...one, certainty });
        if (overHttp3) offered = false;
        forbidden ||= overHttp3 || moment.offers;
      } else if (moment.offers) offered = true;
    }
  }
  return [...from.findings(), ...kept.findings()];
}

/** Misdirected origins for which HTTP/3 was used too; the rule says nothing about others. */
function* misdirectedOrigins({
  requests,
  connections,
}: FindingContext): Steps<Map<Origin, AnalysedRequest[]>> {
  const overHttp3 = new Set<Origin>();
  for (const { record, origins } of connections.values()) {
    if (record.protocol === 'h3') for (const { origin } of origins) overHttp3.add(origin);
  }
  const origins = new Map<Origin, AnalysedRequest[]>();
  yield* stepping(requests.values(), ({ record, cost }) => {
    if (record.origin !== null && cost !== null && overHttp3.has(record.origin))
      origins.set(record.origin, []);
  });
  if (origins.size === 0) return origins;
  yield* stepping(requests.values(), (request) => {
    origins.get(request.record.origin ?? '')?.push(request);
  });
  return origins;
}

function* momentsOf(requests: readonly AnalysedRequest[], { connections }: FindingContext): Steps<Moment[]> {
  const moments: Moment[] = [];
  const overHttp3 = (id: ConnectionId | null): boolean => connections.get(id ?? '')?.record.protocol === 'h3';
  yield* stepping(requests, (request) => {
    for (const [i, attempt] of request.attempts.entries()) {
      const { startedAt, endedAt } = attempt;
      const isLast = i === request.attempts.length - 1;
      const headers = headersOf421(request, i) ?? (isLast ? request.record.responseHeaders : null);
      const about = {
        request,
        attempt,
        overHttp3: overHttp3(attempt.connection),
        offers: offersHttp3(headers),
      };
      if (startedAt !== null) moments.push({ ...about, what: 'sent', at: startedAt });
      if (endedAt !== null) moments.push({ ...about, what: 'answered', at: endedAt });
    }
  });
  return moments.sort((a, b) => a.at - b.at);
}
