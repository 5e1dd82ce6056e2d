import type { AnalysedAttempt, AnalysedConnection, AnalysedRequest } from '../../analysis/analysis.ts';
import { costWords } from '../../diagnosis/cost-words.ts';
import type { ConnectionId } from '../../model/capture.ts';

type Connections = ReadonlyMap<ConnectionId, AnalysedConnection>;

/** One line for people who read the HAR in another tool: what happened to this request, and how certain that is. */
export function commentOf(request: AnalysedRequest, connections: Connections): string {
  const attempts = request.attempts.map((attempt) => attemptWords(attempt, connections));
  const story = attempts.length > 0 ? attempts.join('; then ') : noAttempt(request);
  const again = request.resentAs === null ? '' : ` The page sent it again as ${request.resentAs}.`;
  const after =
    request.resendOf === null ? '' : ` The page sent it because ${request.resendOf} was misdirected.`;
  const cost = request.cost === null ? '' : ` The 421 cost ${costWords(request.cost)}.`;
  return `Coalescope: ${story}.${again}${after}${cost}`;
}

function noAttempt({ record }: AnalysedRequest): string {
  if (record.fromCache) return 'served from the cache';
  if (record.fromServiceWorker) return 'served by a service worker';
  return 'how it was sent is unknown';
}

function attemptWords(attempt: AnalysedAttempt, connections: Connections): string {
  return `${answer(attempt)} ${where(attempt, connections)} (${sureness(attempt)})`;
}

function answer({ status, error, misdirected, hidden }: AnalysedAttempt): string {
  if (misdirected) return hidden ? 'hidden 421' : '421';
  if (status !== null && status > 0) return String(status);
  return error ?? 'sent';
}

function where({ connection, coalesced }: AnalysedAttempt, connections: Connections): string {
  const openedFor = connection === null ? null : (connections.get(connection)?.record.openedFor ?? null);
  const name = connection === null ? 'an unknown connection' : `connection ${connection}`;
  const opener = openedFor === null ? '' : `, opened for ${openedFor}`;
  if (coalesced === true) return `coalesced onto ${name}${opener}`;
  return coalesced === false ? `on ${name} of its own origin` : `on ${name}${opener}`;
}

function sureness({ certainty, confidence }: AnalysedAttempt): string {
  return certainty === 'inferred' ? `inferred, ${confidence.toFixed(2)}` : certainty;
}
