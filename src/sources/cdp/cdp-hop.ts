import type { AttemptRecord, EpochMs, Header, Millis, Remote } from '../../model/capture.ts';
import type { Emit, RequestFacts } from '../../model/evidence.ts';
import { originOf, originParts } from '../../model/origin.ts';
import { certificateOf, initiatorUrl } from '../devtools.ts';
import { parseAddress, parseHeaderObject, parsePort, parseProtocol, parseStatus } from '../http.ts';
import { asBoolean, asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { setupOf } from '../setup-phases.ts';
import type { ExtraInfoTarget } from './extra-info.ts';
import { type CdpTiming, monotonicMs, phasesUntil, readTiming, sendOffset } from './resource-timing.ts';

/** `Network.responseReceivedExtraInfo`: the response as it was on the wire. */
export interface ResponseExtra {
  readonly status: number | null;
  readonly headers: readonly Header[] | null;
}

/** The parts of `Network.requestWillBeSent` that are used. */
export interface CdpHopStart {
  readonly key: string;
  readonly url: string;
  readonly method: string;
  readonly params: JsonObject;
}

/** One request of a redirect chain, whose requests share a `requestId`. It emits facts as it learns them. */
export class CdpHop implements ExtraInfoTarget<readonly Header[], ResponseExtra> {
  hasExtraInfo: boolean | null = null;
  readonly #emit: Emit;
  readonly #start: CdpHopStart;
  /** Epoch minus monotonic time. Each hop has its own, because the wall clock may be set in between. */
  readonly #clock: Millis | null;
  readonly #issuedAt: Millis | null;
  readonly #ownHeaders: readonly Header[] | null;
  #fromCache = false;
  #timing: CdpTiming | null = null;
  #reachedNetwork = false;
  #wireStatus: number | null = null;

  constructor(emit: Emit, start: CdpHopStart) {
    this.#emit = emit;
    this.#start = start;
    const { params } = start;
    const wall = monotonicMs(params.wallTime);
    this.#issuedAt = monotonicMs(params.timestamp);
    this.#clock = wall === null || this.#issuedAt === null ? null : wall - this.#issuedAt;
    this.#ownHeaders = parseHeaderObject(asObject(params.request)?.headers);
    this.#report({
      startedAt: wall,
      resourceType: asString(params.type)?.toLowerCase() || null,
      initiator: initiatorUrl(params.initiator),
      requestHeaders: this.#ownHeaders,
    });
  }

  takeRequest(headers: readonly Header[]): void {
    this.#report({ requestHeaders: headers });
  }

  takeResponse({ status, headers }: ResponseExtra): void {
    this.#wireStatus = status;
    // The status is not reported before the response or the failure, because extra info may belong to another hop.
    this.#report({ responseHeaders: headers });
    if (this.#reachedNetwork && status !== null) {
      this.#report({ status });
      this.#emitAttempt({ status });
    }
  }

  servedFromCache(): void {
    this.#fromCache = true;
    this.#report({ fromCache: true });
  }

  /** Takes the response: `Network.Response`. */
  answered(response: JsonObject, hasExtraInfo: boolean | null): void {
    this.hasExtraInfo = hasExtraInfo;
    // The extra info that this hop took belongs to the next hop.
    if (hasExtraInfo === false) this.#wireStatus = null;
    if (hasExtraInfo === false && this.#ownHeaders !== null)
      this.#report({ requestHeaders: this.#ownHeaders });
    this.#fromCache ||= response.fromDiskCache === true || response.fromPrefetchCache === true;
    this.#timing = readTiming(response.timing, this.#issuedAt);
    const status = this.#wireStatus ?? parseStatus(response.status);
    const remote = remoteOf(response);
    const worker = response.fromServiceWorker === true;
    this.#report({
      status,
      protocol: parseProtocol(response.protocol),
      remote,
      ...(this.#wireStatus === null && { responseHeaders: parseHeaderObject(response.headers) }),
      ...(this.#fromCache && { fromCache: true }),
      ...(worker && { fromServiceWorker: true }),
    });
    if (this.#fromCache || worker || originOf(this.#start.url) === null) return;
    this.#usedNetwork(response, status, remote);
  }

  /** Takes Network.loadingFinished, or the redirect that followed. */
  finished(timestamp: unknown, encodedLength: unknown): void {
    const endedAt = this.#epoch(monotonicMs(timestamp));
    const size = asNumber(encodedLength);
    this.#report({ endedAt, transferSize: size !== null && size >= 0 ? size : null });
    this.#ended(monotonicMs(timestamp), null);
  }

  redirectedTo(url: string): void {
    this.#report({ redirectedTo: url });
  }

  failed(timestamp: unknown, error: string | null): void {
    const endedAt = this.#epoch(monotonicMs(timestamp));
    const status = this.#wireStatus;
    this.#report({ endedAt, error, ...(status !== null && { status }) });
    if (status !== null && !this.#reachedNetwork) {
      // A response arrived that the page did not receive (CORS), so the request was sent.
      this.#reachedNetwork = true;
      this.#emitAttempt({ status });
    }
    this.#ended(monotonicMs(timestamp), error);
  }

  #usedNetwork(response: JsonObject, status: number | null, remote: Remote | null): void {
    const id = asNumber(response.connectionId);
    const connection = id !== null && Number.isInteger(id) && id > 0 ? String(id) : null;
    if (connection === null && remote === null && status === null) return;
    this.#reachedNetwork = true;
    const reused = connection === null ? null : asBoolean(response.connectionReused);
    const timing = this.#timing;
    const sentAt = timing === null ? null : timing.requestTime + sendOffset(timing);
    if (connection !== null) this.#emitConnection(connection, reused, response, remote);
    this.#emitAttempt({
      connection,
      reused,
      status,
      startedAt: this.#epoch(sentAt),
      phases: timing?.phases ?? null,
    });
    const host = originParts(this.#start.url)?.host;
    // The address of a new connection is one that the host resolved to. That of a reused connection may not be.
    if (reused === false && remote !== null && host !== undefined) {
      this.#emit({ kind: 'resolution', source: 'cdp', host, addresses: [remote.address] });
    }
  }

  #emitConnection(id: string, reused: boolean | null, response: JsonObject, remote: Remote | null): void {
    const openedFor = reused === false ? originOf(this.#start.url) : null;
    const timing = this.#timing;
    this.#emit({
      kind: 'connection',
      source: 'cdp',
      id,
      facts: {
        protocol: parseProtocol(response.protocol),
        remote,
        certificate: certificateOf(response.securityDetails),
        ...(openedFor !== null && {
          openedFor,
          openedForCertainty: 'derived',
          openedAt: this.#epoch(timing === null ? null : timing.requestTime + timing.ready),
          setup: setupOf(timing?.phases ?? null),
        }),
      },
    });
  }

  #ended(at: Millis | null, error: string | null): void {
    if (!this.#reachedNetwork) return;
    this.#emitAttempt({ endedAt: this.#epoch(at), error, phases: phasesUntil(this.#timing, at) });
  }

  #epoch(monotonic: Millis | null): EpochMs | null {
    return monotonic === null || this.#clock === null ? null : monotonic + this.#clock;
  }

  #report(facts: RequestFacts): void {
    const { key, url, method } = this.#start;
    this.#emit({ kind: 'request', source: 'cdp', key, url, method, facts });
  }

  #emitAttempt(facts: Partial<AttemptRecord>): void {
    this.#emit({ kind: 'attempt', source: 'cdp', key: this.#start.key, index: 'final', facts });
  }
}

function remoteOf(response: JsonObject): Remote | null {
  const address = parseAddress(response.remoteIPAddress);
  const port = parsePort(response.remotePort);
  return address === null || port === null ? null : { address, port };
}
