import type { Millis, Phases } from '../../model/capture.ts';
import { asNumber, asObject, type JsonObject } from '../json.ts';
import { NO_PHASES } from '../setup-phases.ts';
import type { HarWriter } from './dialect.ts';

/** Three years. No real duration is longer, and sums of shorter ones stay finite. */
const LONGEST: Millis = 1e11;

/** A duration of a HAR in milliseconds; -1 means "does not apply". */
export function duration(value: unknown): Millis | null {
  const number = asNumber(value);
  return number !== null && number >= 0 && number <= LONGEST ? number : null;
}

/**
 * Whether Firefox sent the request again: `send` is then the time between the first and the second sending, and `dns` and
 * `connect` are part of it, because they count from the first one (corpus t2: 150 ms of a discarded response are in all
 * three).
 */
export function isSentAgain(timings: JsonObject, writer: HarWriter): boolean {
  return writer === 'firefox' && asNumber(timings.wait) === -1 && (duration(timings.send) ?? 0) > 0;
}

/**
 * The part of the setup that Firefox counts twice. For a connection that it opened ahead of the request, `blocked` lasts
 * until the request is sent, so the setup that `dns`, `connect` and `ssl` report is in it, and `time` adds up both
 * (Firefox 153 against the servers' log: 119 of 142 requests with a handshake, the others waited for nothing).
 */
export function setupWithinBlocked(timings: JsonObject, writer: HarWriter): Millis {
  if (writer !== 'firefox' || isSentAgain(timings, writer)) return 0;
  const { dns, connect, tls } = setUpPhases(timings, writer);
  return Math.min(duration(timings.blocked) ?? 0, (dns ?? 0) + (connect ?? 0) + (tls ?? 0));
}

/** An entry's `timings` as phases, or null when it has none. */
export function phasesOf(entry: JsonObject, writer: HarWriter): Phases | null {
  const timings = asObject(entry.timings);
  if (timings === null) return null;
  const queued = duration(timings._blocked_queueing);
  const proxy = duration(timings._blocked_proxy);
  const blocked = duration(timings.blocked);
  const twice = setupWithinBlocked(timings, writer);
  const phases = {
    ...NO_PHASES,
    ...setUpPhases(timings, writer),
    queued,
    proxy,
    stalled: blocked === null ? null : Math.max(0, blocked - (queued ?? 0) - (proxy ?? 0) - twice),
    send: duration(timings.send),
    wait: duration(timings.wait),
    receive: duration(timings.receive),
  };
  return Object.values(phases).some((phase) => phase !== null) ? phases : null;
}

function setUpPhases(timings: JsonObject, writer: HarWriter): Pick<Phases, 'dns' | 'connect' | 'tls'> {
  const dns = duration(timings.dns);
  const connect = duration(timings.connect);
  const tls = duration(timings.ssl);
  if (writer === 'firefox') {
    // Firefox writes 0 for phases that did not happen, and does not include `ssl` in `connect`: `time` includes both.
    const within = isSentAgain(timings, writer);
    return { dns: within ? null : dns || null, connect: within ? null : connect || null, tls: tls || null };
  }
  // HAR 1.2: the time of `ssl` is included in `connect`. DevTools includes that of `dns` too: it counts from the earlier
  // of the two ends before it (front_end/models/har/Log.ts; measured against the CDP timing of the same requests).
  const before = (tls ?? 0) + (writer === 'chrome' ? (dns ?? 0) : 0);
  return { dns, tls, connect: connect === null ? null : Math.max(0, connect - before) };
}
