import type { EpochMs, Millis, Phases, Protocol, Remote, RequestRecord } from '../../model/capture.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { append } from '../../model/lists.ts';
import { hostOf, type Origin, originOf } from '../../model/origin.ts';
import { type Credentials, CredentialsReader, siteOfHost } from './credentials.ts';
import { type Discarded, discardedIn } from './discarded.ts';

/** One request of Firefox with what shows on which connection it was sent. */
export interface Sending {
  readonly request: RequestRecord;
  readonly origin: Origin;
  readonly remote: Remote;
  readonly protocol: Protocol | null;
  readonly certificateId: string | null;
  /** Waited for the setup of a connection. */
  readonly dialled: boolean;
  /** Whether a source reported the phases, so that a missing setup means that there was none. */
  readonly timed: boolean;
  readonly setup: Pick<Phases, 'dns' | 'connect' | 'tls'> | null;
  readonly credentials: Credentials;
  /** When it enters the order: requests sent meanwhile may wait for a connection that it opens. */
  readonly from: EpochMs;
  /** From here on it waited for a connection. */
  readonly waitsFrom: EpochMs;
  /** The first time, where it was sent twice. */
  readonly sentAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly discarded: Discarded | null;
  /** The last two labels of the host that the tab showed; null when no source reports a navigation. */
  readonly site: string | null;
  /**
   * A request to the page's own site from a frame of another site. Its connections are apart from the page's
   * (OriginAttributes, the foreignByAncestor bit of the partition key).
   */
  readonly foreign: boolean;
}

/** The requests whose connection no source names but whose address is known, in their order. */
export function sendingsOf(requests: readonly RequestRecord[]): Sending[] {
  const delays = preflightDelays(requests);
  const sendings = requests
    .flatMap((request) => sendingOf(request, delays.get(request) ?? 0) ?? [])
    .sort((a, b) => a.from - b.from);
  let site: string | null = null;
  const credentials = new CredentialsReader();
  return sendings.map((sending) => {
    const { request, origin } = sending;
    if (request.resourceType === 'document') site = siteOf(origin);
    const from = initiatingSite(request);
    const foreign = from !== null && site !== null && from !== site && siteOf(origin) === site;
    return { ...sending, site, foreign, credentials: credentials.read(request, origin) };
  });
}

/**
 * Connections are shared within one top-level site only. Without a list of public suffixes a site is not known, but
 * hosts that differ in their last two labels belong to different ones.
 */
function siteOf(origin: Origin): string | null {
  const host = hostOf(origin);
  return host === null ? null : siteOfHost(host);
}

/**
 * By how much requests were sent later than reported, because a preflight came first: DevTools reports the time when
 * the page asked, and durations without that of the preflight.
 */
function preflightDelays(requests: readonly RequestRecord[]): Map<RequestRecord, Millis> {
  const waiting = new Map<string, RequestRecord[]>();
  const delays = new Map<RequestRecord, Millis>();
  for (const request of requests) if (request.method !== 'OPTIONS') append(waiting, request.url, request);
  for (const { method, url, startedAt, endedAt } of requests) {
    if (method !== 'OPTIONS' || startedAt === null || endedAt === null) continue;
    const asked = (waiting.get(url) ?? []).findLast(
      (one) => one.startedAt !== null && one.startedAt <= startedAt && !delays.has(one),
    );
    if (asked !== undefined) delays.set(asked, endedAt - (asked.startedAt ?? endedAt));
  }
  return delays;
}

function sendingOf(
  request: RequestRecord,
  delay: Millis,
): Omit<Sending, 'site' | 'foreign' | 'credentials'> | null {
  const { origin, remote, protocol, certificateId, status } = request;
  const startedAt = request.startedAt === null ? null : request.startedAt + delay;
  const endedAt = request.endedAt === null ? null : request.endedAt + delay;
  if (origin === null || remote === null || startedAt === null || status === null) return null;
  if (request.attemptsComplete || request.fromCache || request.fromServiceWorker) return null;
  const final = request.attempts.at(-1);
  if (final === undefined || final.connection !== null) return null;
  const discarded = discardedIn(request);
  const waitsFrom = startedAt + (final.phases?.stalled ?? 0);
  const sentAt = (discarded?.sentAt ?? final.startedAt ?? request.startedAt ?? 0) + delay;
  // A connection attempt without a handshake was abandoned: the request was moved to an open connection.
  const dialled = final.reused === false && (!origin.startsWith('https:') || (final.phases?.tls ?? 0) > 0);
  return {
    ...{ request, origin, remote, protocol, certificateId, discarded, waitsFrom, endedAt },
    dialled,
    timed: final.phases !== null,
    sentAt,
    from: dialled && discarded === null ? startedAt : sentAt,
    setup: setupOf(final.phases),
  };
}

function initiatingSite({ initiator, requestHeaders }: RequestRecord): string | null {
  const from = initiator ?? firstFieldValue(requestHeaders, 'referer');
  const origin = from === null ? null : originOf(from);
  return origin === null ? null : siteOf(origin);
}

function setupOf(phases: Phases | null): Sending['setup'] {
  return phases === null ? null : { dns: phases.dns, connect: phases.connect, tls: phases.tls };
}
