import type { Millis } from '../../model/capture.ts';
import type { AttemptEvidence, Emit, RequestFacts } from '../../model/evidence.ts';
import { originOf } from '../../model/origin.ts';
import { type CdpTiming, phasesUntil, readTiming, sendOffset } from '../cdp/resource-timing.ts';
import { initiatorUrl } from '../devtools.ts';
import { parseHeaderList, parseProtocol, parseStatus } from '../http.ts';
import { asBoolean, asNumber, asString, type JsonObject } from '../json.ts';
import { setupOf } from '../setup-phases.ts';
import type { TraceClock } from './trace-clock.ts';

export interface TraceRequestStart {
  readonly key: string;
  readonly url: string;
  readonly method: string;
  /** The time of the event, in microseconds. */
  readonly ts: unknown;
  readonly data: JsonObject;
}

/**
 * One request in the `devtools.timeline` category. The data of each event are those of the matching Network event of the
 * DevTools protocol, in one object.
 */
export class TraceRequest {
  readonly #emit: Emit;
  readonly #clock: TraceClock;
  readonly #start: TraceRequestStart;
  #timing: CdpTiming | null = null;
  #reachedNetwork = false;

  constructor(emit: Emit, clock: TraceClock, start: TraceRequestStart) {
    this.#emit = emit;
    this.#clock = clock;
    this.#start = start;
    this.#report({
      startedAt: clock.ofTimestamp(start.ts),
      resourceType: asString(start.data.resourceType)?.toLowerCase() || null,
      initiator: initiatorUrl(start.data.initiator),
    });
  }

  /** Takes a `ResourceReceiveResponse`. Returns the id of the connection that carried the response. */
  answered(data: JsonObject): string | null {
    const fromCache = data.fromCache === true;
    const fromServiceWorker = data.fromServiceWorker === true;
    const status = parseStatus(data.statusCode);
    const protocol = parseProtocol(data.protocol);
    const responseHeaders = parseHeaderList(data.headers);
    this.#report({ status, protocol, responseHeaders, fromCache, fromServiceWorker });
    if (fromCache || fromServiceWorker) return null;
    const id = asNumber(data.connectionId);
    const connection = id !== null && Number.isInteger(id) && id > 0 ? String(id) : null;
    const reused = connection === null ? null : asBoolean(data.connectionReused);
    const timing = readTiming(data.timing, this.#issuedAt());
    this.#timing = timing;
    this.#reachedNetwork = true;
    this.#beginNoLaterThan(timing?.requestTime ?? null);
    if (connection !== null) this.#emitConnection(connection, reused, data);
    const sentAt = timing === null ? null : timing.requestTime + sendOffset(timing);
    this.#emitAttempt({
      connection,
      reused,
      status,
      startedAt: this.#clock.ofMonotonic(sentAt),
      phases: timing?.phases ?? null,
    });
    return connection;
  }

  /** Takes a `ResourceFinish`, whose times are in seconds. */
  finished(data: JsonObject): void {
    const endedAt = this.#clock.ofSeconds(data.finishTime);
    const size = asNumber(data.encodedDataLength);
    const error = data.didFail === true ? 'net::ERR_FAILED' : null;
    this.#report({ endedAt, error, transferSize: size !== null && size >= 0 ? size : null });
    if (!this.#reachedNetwork) return;
    const finishTime = asNumber(data.finishTime);
    this.#emitAttempt({
      endedAt,
      error,
      phases: phasesUntil(this.#timing, finishTime === null ? null : finishTime * 1_000),
    });
  }

  /** Another request has the same id: the response to this one was a redirect to it. */
  redirected(url: string, ts: unknown): void {
    this.#report({ redirectedTo: url, endedAt: this.#clock.ofTimestamp(ts) });
  }

  /**
   * A navigation's events are written only once the renderer has its response, so the event that names the start can be
   * later than the end (Chrome 87 to 90 measured). The network stack had the request at `requestTime`.
   */
  #beginNoLaterThan(requestTime: Millis | null): void {
    const issuedAt = this.#issuedAt();
    if (requestTime === null || (issuedAt !== null && issuedAt <= requestTime)) return;
    this.#report({ startedAt: this.#clock.ofMonotonic(requestTime) });
  }

  #issuedAt(): Millis | null {
    const ts = asNumber(this.#start.ts);
    return ts === null ? null : ts / 1_000;
  }

  #emitConnection(id: string, reused: boolean | null, data: JsonObject): void {
    const openedFor = reused === false ? originOf(this.#start.url) : null;
    const timing = this.#timing;
    this.#emit({
      kind: 'connection',
      source: 'chrome-trace',
      id,
      facts: {
        protocol: parseProtocol(data.protocol),
        ...(openedFor !== null && {
          openedFor,
          openedForCertainty: 'derived',
          openedAt: this.#clock.ofMonotonic(timing === null ? null : timing.requestTime + timing.ready),
          setup: setupOf(timing?.phases ?? null),
        }),
      },
    });
  }

  #report(facts: RequestFacts): void {
    const { key, url, method } = this.#start;
    this.#emit({ kind: 'request', source: 'chrome-trace', key, url, method, facts });
  }

  #emitAttempt(facts: AttemptEvidence['facts']): void {
    this.#emit({ kind: 'attempt', source: 'chrome-trace', key: this.#start.key, index: 'final', facts });
  }
}
