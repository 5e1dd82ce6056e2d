import type {
  AttemptRecord,
  ConnectionId,
  ConnectionRecord,
  Header,
  Millis,
  RequestId,
  RequestRecord,
} from '../../model/capture.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { setupTime } from '../../model/phases.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest } from '../analysis.ts';
import { headersOf421 } from '../attempts/answers-421.ts';
import { Carriers } from './carriers.ts';
import type { Loss, OpenedConnection } from './measures.ts';

/** What every 421 cost, in the order of each request's attempts. A request without a 421 has no entry. */
export function* lossesOf(
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  connections: ReadonlyMap<ConnectionId, AnalysedConnection>,
): Steps<Map<RequestId, readonly Loss[]>> {
  const carriers = new Carriers(connections);
  const losses = new Map<RequestId, readonly Loss[]>();
  yield* stepping(requests, ([id, request]) => {
    if (!request.attempts.some(({ misdirected }) => misdirected)) return;
    const lost = request.attempts.flatMap((attempt, i) =>
      attempt.misdirected ? [lossOf(request, i, attempt, carriers)] : [],
    );
    losses.set(id, lost);
  });
  return losses;
}

function lossOf(request: AnalysedRequest, i: number, lost: AnalysedAttempt, carriers: Carriers): Loss {
  const { record, attempts } = request;
  const next = attempts[i + 1] ?? null;
  const resent = next === null ? null : recordOf(record, i + 1, attempts.length);
  const isNew = opensConnection(lost, next, resent?.reused ?? null);
  return {
    ms: span(lost.startedAt, next === null ? lost.endedAt : next.startedAt),
    bytesSent: recordOf(record, i, attempts.length)?.bodySent ?? announcedBody(record),
    bytesReceived: receivedBody(record, headersOf421(request, i)),
    opensConnection: isNew,
    opened: next === null ? [] : openedBetween(lost, next, { record, resent, isNew }, carriers),
  };
}

interface Resend {
  readonly record: RequestRecord;
  /** What a source reported about the attempt. */
  readonly resent: AttemptRecord | null;
  readonly isNew: boolean | null;
}

function openedBetween(
  lost: AnalysedAttempt,
  next: AnalysedAttempt,
  { record, resent, isNew }: Resend,
  carriers: Carriers,
): OpenedConnection[] {
  const given = carriers.givenUpBetween(record.origin, lost, next);
  const used = isNew && next.connection !== null ? carriers.of(next.connection) : undefined;
  return [
    ...given.map((connection) => ({ id: connection.id, setupMs: setupOf(connection, null) })),
    ...(used === undefined ? [] : [{ id: used.id, setupMs: setupOf(used, resent) }]),
  ];
}

/** Whether the attempt after a 421 had to wait for a connection; null when that is unknown. */
function opensConnection(
  lost: AnalysedAttempt,
  next: AnalysedAttempt | null,
  reused: boolean | null,
): boolean | null {
  if (next === null) return false;
  if (next.connection === null) return null;
  if (next.connection === lost.connection) return false;
  return reused === null ? null : !reused;
}

function span(from: number | null, until: number | null): Millis | null {
  return from === null || until === null ? null : Math.max(0, until - from);
}

/** What a source reported about an attempt: about every one where it reports them all, else about the last. */
function recordOf(
  { attempts, attemptsComplete }: RequestRecord,
  i: number,
  length: number,
): AttemptRecord | null {
  const record = attemptsComplete ? attempts[i] : i === length - 1 ? attempts.at(-1) : undefined;
  return record ?? null;
}

/** Browsers send no body with these. With others a body without Content-Length is a stream (RFC 9110 section 8.6). */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function announcedBody({ requestHeaders, method }: RequestRecord): number | null {
  const length = contentLength(requestHeaders);
  return length ?? (WITHOUT_BODY.has(method.toUpperCase()) ? 0 : null);
}

/** Content-Length of a response to HEAD is that of a body that was not sent (RFC 9110 section 9.3.2). */
function receivedBody({ method }: RequestRecord, headers: readonly Header[] | null): number | null {
  return method.toUpperCase() === 'HEAD' ? 0 : contentLength(headers);
}

function contentLength(headers: readonly Header[] | null): number | null {
  const value = fieldValue(headers, 'content-length');
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

function setupOf(connection: ConnectionRecord, opener: AttemptRecord | null): Millis | null {
  const setup = connection.setup ?? opener?.phases ?? null;
  if (setup === null || (setup.dns === null && setup.connect === null && setup.tls === null)) return null;
  return setupTime(setup);
}
