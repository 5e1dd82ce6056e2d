import { RequestJoin } from './builder/request-join.ts';
import type { Capture, ConnectionId, RequestId, RequestRecord } from './capture.ts';
import type { Evidence, RequestFacts } from './evidence.ts';
import { isUnknownSocket } from './unknown-socket.ts';

/** What a browser's own log (NetLog) states about the requests of another capture. */
export interface GroundTruth {
  /** To be applied to that capture. */
  readonly events: readonly Evidence[];
  /** How many of its requests they are about. */
  readonly requests: number;
}

/**
 * Takes from a log what is about `capture`'s requests, and nothing else: a log holds the requests of all tabs,
 * incognito ones included. A request is matched by its method, URL, time and connection (the HAR's `_connectionId` is
 * the log's number for the socket).
 *
 * @param name distinguishes this log from others that were joined before
 */
export function groundTruthOf(capture: Capture, log: Capture, name: string): GroundTruth {
  const pairs = pairsOf(capture, log);
  const connections = connectionsOf(pairs);
  const events: Evidence[] = [];
  for (const [logged] of pairs) {
    const key = `${name}/${logged.id}`;
    events.push({
      ...NETLOG,
      kind: 'request',
      key,
      url: logged.url,
      method: logged.method,
      facts: factsOf(logged),
    });
    for (const [index, attempt] of logged.attempts.entries()) {
      const connection = attempt.connection && (connections.get(attempt.connection) ?? attempt.connection);
      events.push({ ...NETLOG, kind: 'attempt', key, index, facts: { ...attempt, connection } });
    }
  }
  for (const { id, sources: _, openedForCertainty, ...facts } of log.connections) {
    const as = connections.get(id);
    if (as === undefined) continue;
    const certain = facts.openedFor === null ? {} : { openedForCertainty };
    events.push({ ...NETLOG, kind: 'connection', id: as, facts: { ...facts, ...certain } });
  }
  return { events: [...events, ...resolutionsOf(pairs, log)], requests: pairs.length };
}

const NETLOG = { source: 'netlog' } as const;

/** A request as the log reports it, and as the capture knows it. */
type Pair = readonly [logged: RequestRecord, known: RequestRecord];

function pairsOf(capture: Capture, log: Capture): Pair[] {
  const open = new Map<RequestId, RequestRecord>();
  for (const request of capture.requests)
    if (!request.sources.includes('netlog')) open.set(request.id, request);
  const logged = log.requests.filter(({ attemptsComplete }) => attemptsComplete);
  const byConnection = match(open, logged, (request) => `${connectionOf(request)} ${request.url}`);
  for (const [, known] of byConnection) open.delete(known.id);
  const taken = new Set(byConnection.map(([request]) => request));
  const others = logged.filter((request) => !taken.has(request));
  const byUrl = match(open, others, ({ url }) => url).filter(([a, b]) => !contradict(a, b));
  return [...byConnection, ...byUrl];
}

function match(
  open: ReadonlyMap<RequestId, RequestRecord>,
  logged: readonly RequestRecord[],
  nameOf: (request: RequestRecord) => string,
): Pair[] {
  const join = new RequestJoin();
  for (const known of open.values()) join.add(known.id, 'har', known.method, nameOf(known), known.startedAt);
  return logged.flatMap((request) => {
    const id = join.find('netlog', request.method, nameOf(request), request.startedAt);
    const known = id === null ? undefined : open.get(id);
    return known === undefined ? [] : [[request, known] as const];
  });
}

function connectionOf({ attempts }: RequestRecord): ConnectionId | null {
  return attempts.at(-1)?.connection ?? null;
}

/** Both name a connection, and the names differ: they are two requests for one URL, from two tabs. */
function contradict(logged: RequestRecord, known: RequestRecord): boolean {
  const [a, b] = [connectionOf(logged), connectionOf(known)];
  return a !== null && b !== null && a !== b && !isUnknownSocket(a);
}

/**
 * The connections that the requests used: the log's id for each, with the capture's id. A log does not know the socket
 * of a connection that is older than the log; the requests of the capture that ended on that connection do.
 */
function connectionsOf(pairs: readonly Pair[]): Map<ConnectionId, ConnectionId> {
  const names = new Map<ConnectionId, ConnectionId>();
  for (const [{ attempts }] of pairs) {
    for (const { connection } of attempts) if (connection !== null) names.set(connection, connection);
  }
  for (const [logged, known] of pairs) {
    const [theirs, ours] = [connectionOf(logged), connectionOf(known)];
    if (theirs !== null && ours !== null && isUnknownSocket(theirs)) names.set(theirs, ours);
  }
  return names;
}

/** Without the facts that the capture knows better: headers (the log strips cookies), sizes, caches. */
function factsOf(logged: RequestRecord): RequestFacts {
  const { startedAt, endedAt, status, error, protocol, remote, privacyMode, partition } = logged;
  return { startedAt, endedAt, status, error, protocol, remote, privacyMode, partition };
}

function* resolutionsOf(pairs: readonly Pair[], log: Capture): Generator<Evidence> {
  const urls = new Set(pairs.map(([{ url }]) => url));
  const hosts = new Set(Array.from(urls, (url) => /^\w+:\/\/([^/:]+)/.exec(url)?.[1]));
  for (const [host, addresses] of log.resolutions) {
    if (hosts.has(host)) yield { ...NETLOG, kind: 'resolution', host, addresses };
  }
}
