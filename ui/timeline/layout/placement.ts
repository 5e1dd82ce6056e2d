import type { AnalysedRequest } from '../../../src/analysis/analysis.ts';
import type { AttemptRecord, EpochMs, Millis, Phases } from '../../../src/model/capture.ts';
import type { SetupPart, SetupPhase, Timing } from './bar.ts';

/** When an attempt ran, as far as known. Times are epoch milliseconds until the layout shifts them. */
export interface Placement {
  readonly start: EpochMs;
  readonly body: EpochMs;
  readonly end: EpochMs;
  readonly timing: Timing;
  readonly open: boolean;
  readonly setup: readonly SetupPart[];
}

const SETUP_PHASES: readonly SetupPhase[] = ['dns', 'connect', 'tls'];
const NO_SETUP: readonly SetupPart[] = [];

/** A time that can be drawn: malicious files contain NaN and infinity. */
export function finite(time: number | null | undefined): number | null {
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}

/**
 * Places one attempt in time. An attempt that still runs is drawn to `captureEnd`; one without any time is at
 * `fallback`.
 */
export function placeAttempt(
  request: AnalysedRequest,
  index: number,
  captureEnd: EpochMs,
  fallback: EpochMs,
): Placement {
  const attempt = request.attempts[index];
  const own = finite(attempt?.startedAt);
  const start = own ?? finite(request.attempts[index - 1]?.endedAt) ?? finite(request.record.startedAt);
  if (start === null) return pointAt(fallback, 'none');

  const last = index >= request.attempts.length - 1;
  const ended = finite(attempt?.endedAt) ?? (last ? finite(request.record.endedAt) : null);
  const next = last ? null : finite(request.attempts[index + 1]?.startedAt);
  const answered = (attempt?.status ?? attempt?.error ?? null) !== null;
  const open = last && ended === null && !answered;
  const end = Math.max(start, ended ?? next ?? (open ? captureEnd : start));
  const timing = own === null ? 'assumed' : 'known';
  const { body, setup } = phasesWithin(phasesOf(request, index), start, end);
  return { start, body, end, timing, open, setup };
}

/** Places a request that did not use the network: from cache, from a service worker, or blocked. */
export function placeRequest(request: AnalysedRequest, fallback: EpochMs): Placement {
  const start = finite(request.record.startedAt);
  if (start === null) return pointAt(fallback, 'none');
  const end = Math.max(start, finite(request.record.endedAt) ?? start);
  return { start, body: start, end, timing: 'known', open: false, setup: NO_SETUP };
}

function pointAt(time: EpochMs, timing: Timing): Placement {
  return { start: time, body: time, end: time, timing, open: false, setup: NO_SETUP };
}

/** The phases of this attempt. Without `attemptsComplete` the only record is that of the last attempt. */
function phasesOf(request: AnalysedRequest, index: number): Phases | null {
  const records: readonly AttemptRecord[] = request.record.attempts;
  const fromEnd = request.attempts.length - index;
  return records[records.length - fromEnd]?.phases ?? null;
}

/**
 * Counts back from the end: sending, waiting and receiving are the body, and the setup is right before it.
 * Counting from the start would assign the time of a hidden first attempt to the wrong one.
 */
function phasesWithin(
  phases: Phases | null,
  start: EpochMs,
  end: EpochMs,
): Pick<Placement, 'body' | 'setup'> {
  if (phases === null) return { body: start, setup: NO_SETUP };
  const sending = span(phases.send) + span(phases.wait) + span(phases.receive);
  if (sending <= 0) return { body: start, setup: NO_SETUP };
  const body = Math.min(Math.max(start, end - sending), end);
  return { body, setup: setupBefore(phases, body, start) };
}

/** The setup phases that end at `end`, cut where they would start before `earliest`. */
export function setupBefore(
  phases: Pick<Phases, SetupPhase>,
  end: EpochMs,
  earliest: EpochMs = Number.NEGATIVE_INFINITY,
): readonly SetupPart[] {
  const parts: SetupPart[] = [];
  let to = end;
  for (const phase of SETUP_PHASES.toReversed()) {
    const from = Math.max(to - span(phases[phase]), earliest);
    if (from < to) parts.unshift({ phase, from, to });
    to = from;
  }
  return parts;
}

function span(ms: Millis | null): Millis {
  const length = finite(ms);
  return length !== null && length > 0 ? length : 0;
}
