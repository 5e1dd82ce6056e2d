import type { Capture, RequestId } from '../model/capture.ts';
import type { AnalysedAttempt, AnalysedRequest, Analysis } from './analysis.ts';
import { toldAttempts } from './attempts.ts';
import { familyOf } from './browser-family.ts';
import { type Sharing, sharingOf } from './coalescing.ts';
import { type ConnectionIndex, indexConnections } from './connection-index.ts';
import { analysedConnections } from './connections.ts';
import { findingsOf } from './findings/findings.ts';
import { gapsOf } from './gaps.ts';
import { hiddenAttempts } from './hidden-attempt.ts';
import { withHiddenAttempt } from './inferred-attempt.ts';
import { redundantConnections } from './redundancy.ts';
import { linkResends } from './resend-links.ts';
import { summarise } from './summary.ts';
import { withDerivedAttempt } from './visible-421.ts';

/** Draws every conclusion from a capture. Pure: the same capture gives the same analysis. */
export function analyze(capture: Capture): Analysis {
  const family = familyOf(capture.browser);
  const index = indexConnections(capture);
  const links = linkResends(capture);
  const hidden = hiddenAttempts(capture, index);
  const requests = new Map<RequestId, AnalysedRequest>();
  for (const record of capture.requests) {
    const told = toldAttempts(record, index);
    const lost = hidden.get(record.id);
    const attempts =
      lost === undefined
        ? withDerivedAttempt(record, told, family, index)
        : withHiddenAttempt(record, told, lost, index);
    const { why, certainty } = sharingOfFirst(record, attempts, index, capture);
    requests.set(record.id, {
      record,
      attempts,
      why,
      whyCertainty: certainty,
      resentAs: links.resentAs.get(record.id) ?? null,
      resendOf: links.resendOf.get(record.id) ?? null,
      wastedMs: wastedBy(attempts),
    });
  }
  const redundant = redundantConnections(requests, index);
  const connections = analysedConnections(requests, index, redundant);
  const findings = findingsOf({ capture, family, requests, connections });
  const summary = summarise(capture, requests, connections, findings);
  return { capture, requests, connections, findings, summary, gaps: gapsOf(capture, family, index) };
}

const NOT_SHARED: Sharing = { why: [], certainty: 'unknown' };

function sharingOfFirst(
  record: Capture['requests'][number],
  attempts: readonly AnalysedAttempt[],
  index: ConnectionIndex,
  capture: Capture,
): Sharing {
  const first = attempts.find(({ coalesced }) => coalesced === true);
  const use = first?.connection == null ? undefined : index.byId.get(first.connection);
  return use === undefined ? NOT_SHARED : sharingOf(record, use, capture);
}

/** The time the misdirected attempts before the last one took; null when one of them cannot be told. */
function wastedBy(attempts: readonly AnalysedAttempt[]): number | null {
  let wasted = 0;
  for (const { misdirected, hidden, startedAt, endedAt } of attempts) {
    if (!misdirected || !hidden) continue;
    if (startedAt === null || endedAt === null) return null;
    wasted += Math.max(0, endedAt - startedAt);
  }
  return wasted;
}
