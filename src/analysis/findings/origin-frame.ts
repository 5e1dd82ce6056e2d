import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest, FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/**
 * What was answered, held against the Origin Set that the server announced for the connection (RFC 8336 for HTTP/2,
 * RFC 9412 for HTTP/3):
 *
 * - `origin-frame-contradicted`: 421 for an origin that the set lists, so the server says two things;
 * - `origin-frame-mismatch`: the browser used the connection for an origin outside of the set, which it must not take
 *   the server for (section 2.4), and the server answered well;
 * - `origin-kept-after-421`: the connection was used for an origin again after a 421, which takes that origin out of
 *   the set (section 2.3).
 */
export function* originFrameFindings({ requests, connections }: FindingContext): Steps<FindingFacts[]> {
  const contradicted = new FindingGroups('origin-frame-contradicted');
  const mismatch = new FindingGroups('origin-frame-mismatch');
  const kept = new FindingGroups('origin-kept-after-421');
  for (const connection of connections.values()) {
    const { id, originFrame, openedFor } = connection.record;
    if (originFrame === null) continue;
    /** When a 421 took an origin out of the set. */
    const takenOut = new Map<string, number>();
    yield* stepping(ridersOf(connection, requests), ({ request, attempt }) => {
      const { origin } = request.record;
      if (origin === null) return;
      const about = {
        certainty: attempt.certainty,
        confidence: attempt.confidence,
        request: request.record.id,
        connections: [id],
        origins: [origin, openedFor],
      };
      const subject = [origin, openedFor];
      if (isLater(attempt, takenOut.get(origin))) kept.add(subject, about);
      if (attempt.misdirected) {
        if (originFrame.includes(origin)) contradicted.add(subject, about);
        if (attempt.endedAt !== null && !takenOut.has(origin)) takenOut.set(origin, attempt.endedAt);
      } else if (isOutside(connection, request, attempt)) mismatch.add(subject, about);
    });
  }
  return [contradicted, mismatch, kept].flatMap((groups) => groups.findings());
}

function* ridersOf(
  { attempts }: AnalysedConnection,
  requests: FindingContext['requests'],
): Generator<{ request: AnalysedRequest; attempt: AnalysedAttempt }> {
  for (const { request: id, index } of attempts) {
    const request = requests.get(id);
    const attempt = request?.attempts[index];
    if (request !== undefined && attempt !== undefined) yield { request, attempt };
  }
}

function isLater({ startedAt }: AnalysedAttempt, at: number | undefined): boolean {
  return at !== undefined && startedAt !== null && startedAt > at;
}

/** Sent when the set was known. The origin that the connection was opened for is in it whatever it lists (section 2.3). */
function isOutside(
  { record }: AnalysedConnection,
  { record: { origin } }: AnalysedRequest,
  attempt: AnalysedAttempt,
): boolean {
  const { originFrame, originFrameAt, openedFor } = record;
  if (origin === null || originFrame === null || originFrameAt === null || openedFor === null) return false;
  if (origin === openedFor || originFrame.includes(origin)) return false;
  const { status } = attempt;
  return isLater(attempt, originFrameAt) && status !== null && status >= 200 && status < 400;
}
