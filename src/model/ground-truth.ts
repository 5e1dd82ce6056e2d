import { RequestJoin } from './builder/request-join.ts';
import type { Capture, ConnectionId, RequestId, RequestRecord } from './capture.ts';
import type { Evidence, RequestFacts } from './evidence.ts';
import { isUnknownSocket } from './unknown-socket.ts';

/** What a browser's own log (NetLog) says of the requests of another capture. */
export interface GroundTruth {
  /** To be added to that capture. */
  readonly events: readonly Evidence[];
  /** Of how many of its requests. */
  readonly requests: number;
}

/**
 * Takes out of a log what is about `capture`'s requests, and nothing else: a log holds the requests of all tabs,
 * and of incognito ones too. A request is known again by its method, URL, time and connection (the HAR's
 * `_connectionId` is the log's number for the socket).
 *
 * @param name tells this log from others that were joined before
 */
export function groundTruthOf(capture: Capture, log: Capture, name: string): GroundTruth {
  const pairs = pairsOf(capture, log);
  const connections = connectionsOf(pairs);
  const events: Evidence[] = [];
  for (const [told] of pairs) {
    const key = `${name}/${told.id}`;
    events.push({
      ...NETLOG,
      kind: 'request',
      key,
      url: told.url,
      method: told.method,
      facts: factsOf(told),
    });
    for (const [index, attempt] of told.attempts.entries()) {
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

/** A request as the log tells it, and as the capture knows it. */
type Pair = readonly [told: RequestRecord, known: RequestRecord];

function pairsOf(capture: Capture, log: Capture): Pair[] {
  const open = new Map<RequestId, RequestRecord>();
  for (const request of capture.requests)
    if (!request.sources.includes('netlog')) open.set(request.id, request);
  const told = log.requests.filter(({ attemptsComplete }) => attemptsComplete);
  const byConnection = match(open, told, (request) => `${connectionOf(request)} ${request.url}`);
  for (const [, known] of byConnection) open.delete(known.id);
  const taken = new Set(byConnection.map(([request]) => request));
  const others = told.filter((request) => !taken.has(request));
  const byUrl = match(open, others, ({ url }) => url).filter(([a, b]) => !contradict(a, b));
  return [...byConnection, ...byUrl];
}

function match(
  open: ReadonlyMap<RequestId, RequestRecord>,
  told: readonly RequestRecord[],
  nameOf: (request: RequestRecord) => string,
): Pair[] {
  const join = new RequestJoin();
  for (const known of open.values()) join.add(known.id, 'har', known.method, nameOf(known), known.startedAt);
  return told.flatMap((request) => {
    const id = join.find('netlog', request.method, nameOf(request), request.startedAt);
    const known = id === null ? undefined : open.get(id);
    return known === undefined ? [] : [[request, known] as const];
  });
}

function connectionOf({ attempts }: RequestRecord): ConnectionId | null {
  return attempts.at(-1)?.connection ?? null;
}

/** Both name a connection, and not the same: they are two requests for one URL, of two tabs. */
function contradict(told: RequestRecord, known: RequestRecord): boolean {
  const [a, b] = [connectionOf(told), connectionOf(known)];
  return a !== null && b !== null && a !== b && !isUnknownSocket(a);
}

/**
 * The connections that the requests used, by the log's name for each, with that of the capture. What the log does
 * not know of a connection that is older than itself, the requests of the capture that ended on it do.
 */
function connectionsOf(pairs: readonly Pair[]): Map<ConnectionId, ConnectionId> {
  const names = new Map<ConnectionId, ConnectionId>();
  for (const [{ attempts }] of pairs) {
    for (const { connection } of attempts) if (connection !== null) names.set(connection, connection);
  }
  for (const [told, known] of pairs) {
    const [theirs, ours] = [connectionOf(told), connectionOf(known)];
    if (theirs !== null && ours !== null && isUnknownSocket(theirs)) names.set(theirs, ours);
  }
  return names;
}

/** Without what the capture knows better: headers (the log strips cookies), sizes, caches. */
function factsOf(told: RequestRecord): RequestFacts {
  const { startedAt, endedAt, status, error, protocol, remote, privacyMode, partition } = told;
  return { startedAt, endedAt, status, error, protocol, remote, privacyMode, partition };
}

function* resolutionsOf(pairs: readonly Pair[], log: Capture): Generator<Evidence> {
  const urls = new Set(pairs.map(([{ url }]) => url));
  const hosts = new Set(Array.from(urls, (url) => /^\w+:\/\/([^/:]+)/.exec(url)?.[1]));
  for (const [host, addresses] of log.resolutions) {
    if (hosts.has(host)) yield { ...NETLOG, kind: 'resolution', host, addresses };
  }
}
