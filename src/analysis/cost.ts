import type {
  AttemptRecord,
  ConnectionId,
  ConnectionRecord,
  Header,
  Millis,
  RequestRecord,
} from '../model/capture.ts';
import { fieldValue } from '../model/header-fields.ts';
import type { AnalysedAttempt, AnalysedRequest, Cost, CostMeasure } from './analysis.ts';
import { headersOf421 } from './answers-421.ts';
import type { Carriers } from './carriers.ts';

type Costly = Pick<AnalysedRequest, 'record' | 'attempts'>;

/** Adds up what is told. */
class Sum {
  #told: number | null = null;
  #untold = false;

  add(value: number | null): void {
    if (value === null) this.#untold = true;
    else this.#told = (this.#told ?? 0) + value;
  }

  /** Null when there was something, and nothing of it is told. */
  get value(): number | null {
    return this.#told ?? (this.#untold ? null : 0);
  }

  get isLowerBound(): boolean {
    return this.#untold && this.#told !== null;
  }
}

/** What the 421s of these requests cost, as {@link Cost} defines it. All zero when there was none. */
export function costOf<C extends { readonly record: ConnectionRecord }>(
  requests: Iterable<Costly>,
  carriers: Carriers<C>,
): Cost {
  const sums = { ms: new Sum(), bytesSent: new Sum(), bytesReceived: new Sum(), connections: new Sum() };
  const setupMs = new Sum();
  const opened = new Set<ConnectionId>();
  let attempts = 0;
  for (const request of requests) {
    const { record, attempts: all } = request;
    all.forEach((lost, i) => {
      if (!lost.misdirected) return;
      attempts += 1;
      const next = all[i + 1] ?? null;
      sums.ms.add(span(lost.startedAt, next === null ? lost.endedAt : next.startedAt));
      sums.bytesSent.add(recordOf(record, i, all.length)?.bodySent ?? announcedBody(record));
      sums.bytesReceived.add(receivedBody(record, headersOf421(request, i)));
      const resent = next === null ? null : recordOf(record, i + 1, all.length);
      const isNew = opensConnection(lost, next, resent?.reused ?? null);
      sums.connections.add(isNew === null ? null : Number(isNew));
      if (next === null) return;
      const made: (ConnectionRecord | undefined)[] = carriers.givenUpBetween(record.origin, lost, next);
      if (isNew && next.connection !== null) made.push(carriers.of(next.connection));
      for (const connection of made) {
        // Several requests may have waited for one.
        if (connection === undefined || opened.has(connection.id)) continue;
        opened.add(connection.id);
        setupMs.add(setupOf(connection, connection.id === next.connection ? resent : null));
      }
    });
  }
  const { ms, bytesSent, bytesReceived, connections } = sums;
  const untold = connections.value === null;
  return {
    attempts,
    ms: ms.value,
    bytesSent: bytesSent.value,
    bytesReceived: bytesReceived.value,
    connections: untold ? null : [...opened],
    setupMs: untold ? null : setupMs.value,
    atLeast: MEASURES.filter((measure) => {
      return measure === 'setupMs'
        ? setupMs.isLowerBound || connections.isLowerBound
        : sums[measure].isLowerBound;
    }),
  };
}

const MEASURES: readonly CostMeasure[] = ['ms', 'bytesSent', 'bytesReceived', 'connections', 'setupMs'];

/** Whether the attempt after a 421 had to wait for a connection; null when that is not told. */
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

/** What a source told of an attempt: of every one where it told all, else of the last. */
function recordOf(
  { attempts, attemptsComplete }: RequestRecord,
  i: number,
  length: number,
): AttemptRecord | null {
  const told = attemptsComplete ? attempts[i] : i === length - 1 ? attempts.at(-1) : undefined;
  return told ?? null;
}

/** Browsers send no body with these. With others one without Content-Length is a stream (RFC 9110 section 8.6). */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function announcedBody({ requestHeaders, method }: RequestRecord): number | null {
  const length = contentLength(requestHeaders);
  return length ?? (WITHOUT_BODY.has(method.toUpperCase()) ? 0 : null);
}

/** Content-Length of an answer to HEAD is that of a body that was not sent (RFC 9110 section 9.3.2). */
function receivedBody({ method }: RequestRecord, headers: readonly Header[] | null): number | null {
  return method.toUpperCase() === 'HEAD' ? 0 : contentLength(headers);
}

function contentLength(headers: readonly Header[] | null): number | null {
  const value = headers === null ? null : fieldValue(headers, 'content-length');
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

const NOT_TOLD = { dns: null, connect: null, tls: null };

function setupOf(connection: ConnectionRecord, opener: AttemptRecord | null): Millis | null {
  const { dns, connect, tls } = connection.setup ?? opener?.phases ?? NOT_TOLD;
  if (dns === null && connect === null && tls === null) return null;
  return (dns ?? 0) + (connect ?? 0) + (tls ?? 0);
}
