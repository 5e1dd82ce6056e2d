import type { Millis, Phases } from '../../model/capture.ts';
import { asNumber, asObject } from '../json.ts';
import { NO_PHASES, untilSend } from '../setup-phases.ts';

/** `Network.ResourceTiming`: one time in seconds of the browser's monotonic clock, and offsets from it in ms. */
export interface CdpTiming {
  /** When the network stack got the request, in monotonic milliseconds. */
  readonly requestTime: Millis;
  /** From `requestTime` to the start of DNS, else of connecting, else of sending. */
  readonly ready: Millis;
  /** From `requestTime` to the arrival of the response headers; null when unknown. */
  readonly headersEnd: Millis | null;
  readonly phases: Phases;
}

/** A time of the monotonic clock in milliseconds. The bound keeps results computed from it finite. */
export function monotonicMs(seconds: unknown): Millis | null {
  const value = asNumber(seconds);
  return value !== null && value >= 0 && value < 1e11 ? value * 1_000 : null;
}

/**
 * The phases as DevTools computes them for its HAR, so that both sources agree about a request. Each phase begins where
 * the one before it ended.
 *
 * @param issuedAt monotonic milliseconds, when the renderer issued the request
 */
export function readTiming(value: unknown, issuedAt: Millis | null): CdpTiming | null {
  const timing = asObject(value);
  const requestTime = monotonicMs(timing?.requestTime);
  if (timing === null || requestTime === null) return null;
  const at = (name: string): Millis | null => offset(timing[name]);
  const [dnsEnd, connectEnd, sendEnd] = [at('dnsEnd'), at('connectEnd'), at('sendEnd')];
  const begins = [at('dnsStart'), at('connectStart'), at('sendStart')].filter((time) => time !== null);
  const ready = begins.length === 0 ? 0 : Math.min(...begins);
  const dialled = Math.max(dnsEnd ?? 0, ready);
  const connected = Math.max(connectEnd ?? 0, dialled);
  const proxy = span(at('proxyStart'), at('proxyEnd'));
  const tls = span(at('sslStart'), at('sslEnd'));
  const headersEnd = at('receiveHeadersEnd');
  return {
    requestTime,
    ready,
    headersEnd,
    phases: {
      ...NO_PHASES,
      queued: issuedAt === null ? null : span(issuedAt, requestTime),
      proxy,
      stalled: begins.length === 0 ? null : Math.max(0, ready - (proxy ?? 0)),
      dns: dnsEnd === null ? null : span(ready, dnsEnd),
      tls,
      connect: connectEnd === null ? null : Math.max(0, connectEnd - dialled - (tls ?? 0)),
      send: span(connected, sendEnd),
      wait: span(sendEnd, headersEnd),
    },
  };
}

/** The phases once the end of the response is known, in monotonic milliseconds. */
export function phasesUntil(timing: CdpTiming | null, end: Millis | null): Phases | null {
  if (timing === null || timing.headersEnd === null || end === null) return timing?.phases ?? null;
  return { ...timing.phases, receive: Math.max(0, end - timing.requestTime - timing.headersEnd) };
}

/** From `requestTime` to when the request itself was sent. */
export function sendOffset({ phases }: CdpTiming): Millis {
  return untilSend({ ...phases, queued: null });
}

/** Milliseconds after `requestTime`. -1 means that the phase did not happen. */
function offset(value: unknown): Millis | null {
  const number = asNumber(value);
  return number !== null && number >= 0 && number < 1e11 ? number : null;
}

function span(from: Millis | null, to: Millis | null): Millis | null {
  return from === null || to === null ? null : Math.max(0, to - from);
}
