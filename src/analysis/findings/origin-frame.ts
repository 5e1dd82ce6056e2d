import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest, FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/**
 * Compares responses with the Origin Set that the server announced for the connection (RFC 8336 for HTTP/2,
 * RFC 9412 for HTTP/3):
 *
 * - `origin-frame-contradicted`: 421 for an origin that the set lists, so the server contradicts itself;
 * - `origin-frame-mismatch`: the browser used the connection for an origin outside the set, for which it must not treat
 *   the server as authoritative (section 2.4), and the server answered correctly;
 * - `origin-kept-after-421`: the connection was used for an origin again after a 421, which removes that origin
 *   from the set (section 2.3).
 */
export function* originFrameFindings({ requests, connections }: FindingContext): Steps<FindingFacts[]> {
  const contradicted = new FindingGroups('origin-frame-contradicted');
  const mismatch = new FindingGroups('origin-frame-mismatch');
  const kept = new FindingGroups('origin-kept-after-421');
  for (const connection of connections.values()) {
    const { id, originFrame, openedFor } = connection.record;
    if (originFrame === null) continue;
    /** When a 421 removed an origin from the set. */
    const removedAt = new Map<string, number>();
    yield* stepping(attemptsOn(connection, requests), ({ request, attempt }) => {
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
      if (isLater(attempt, removedAt.get(origin))) kept.add(subject, about);
      if (attempt.misdirected) {
        if (originFrame.includes(origin)) contradicted.add(subject, about);
        if (attempt.endedAt !== null && !removedAt.has(origin)) removedAt.set(origin, attempt.endedAt);
      } else if (isOutside(connection, request, attempt)) mismatch.add(subject, about);
    });
  }
  return [contradicted, mismatch, kept].flatMap((groups) => groups.findings());
}

function* attemptsOn(
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

/** Sent after the set arrived. The origin that the connection was opened for is always in the set (section 2.3). */
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
