import type { EpochMs, Phases, Protocol, Remote, RequestRecord } from '../../model/capture.ts';
import { hasHeader } from '../../model/header-fields.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
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
  readonly setup: Pick<Phases, 'dns' | 'connect' | 'tls'> | null;
  /** Certainly sent without credentials: a preflight (Fetch standard, CORS-preflight fetch). */
  readonly anonymous: boolean;
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
}

/** The requests whose connection no source names but whose address is known, in their order. */
export function sendingsOf(requests: readonly RequestRecord[]): Sending[] {
  const sendings = requests.flatMap((request) => sendingOf(request) ?? []).sort((a, b) => a.from - b.from);
  let site: string | null = null;
  return sendings.map((sending) => {
    if (sending.request.resourceType === 'document') site = siteOf(sending.origin);
    return { ...sending, site };
  });
}

/**
 * Connections are shared within one top-level site only. Without a list of public suffixes a site is not known, but
 * hosts that differ in their last two labels belong to different ones.
 */
function siteOf(origin: Origin): string | null {
  return hostOf(origin)?.split('.').slice(-2).join('.') ?? null;
}

function sendingOf(request: RequestRecord): Omit<Sending, 'site'> | null {
  const { origin, remote, protocol, certificateId, startedAt, endedAt, status } = request;
  if (origin === null || remote === null || startedAt === null || status === null) return null;
  if (request.attemptsComplete || request.fromCache || request.fromServiceWorker) return null;
  const final = request.attempts.at(-1);
  if (final === undefined || final.connection !== null) return null;
  const discarded = discardedIn(request);
  const waitsFrom = startedAt + (final.phases?.stalled ?? 0);
  const sentAt = discarded?.sentAt ?? final.startedAt ?? waitsFrom;
  const dialled = final.reused === false;
  return {
    ...{ request, origin, remote, protocol, certificateId, discarded, waitsFrom, endedAt },
    dialled,
    sentAt,
    from: dialled && discarded === null ? startedAt : sentAt,
    setup: setupOf(final.phases),
    anonymous: isPreflight(request),
  };
}

function setupOf(phases: Phases | null): Sending['setup'] {
  return phases === null ? null : { dns: phases.dns, connect: phases.connect, tls: phases.tls };
}

function isPreflight({ method, requestHeaders }: RequestRecord): boolean {
  return method === 'OPTIONS' && hasHeader(requestHeaders, 'access-control-request-method');
}
