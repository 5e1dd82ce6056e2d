import type { AnalysedAttempt, AnalysedRequest } from '../../../src/analysis/analysis.ts';
import type { Millis } from '../../../src/model/capture.ts';

/** The parts of a connection's setup, as drawn. */
export type SetupPhase = 'dns' | 'connect' | 'tls';

export interface SetupPart {
  readonly phase: SetupPhase;
  readonly from: Millis;
  readonly to: Millis;
}

/**
 * Where a bar's times come from: `known` from the attempt itself, `assumed` from its request (the attempt
 * was sent somewhere within it), `none` when nothing says when it was.
 */
export type Timing = 'known' | 'assumed' | 'none';

/** One attempt as the timeline draws it. Times are milliseconds since the capture's first request. */
export interface Bar {
  /** Its index in {@link TimelineLayout.bars}. */
  readonly id: number;
  readonly request: AnalysedRequest;
  /** Null for a request without attempts, which did not use the network. */
  readonly attempt: AnalysedAttempt | null;
  /** The index of the attempt in its request; -1 without one. */
  readonly index: number;
  readonly lane: number;
  readonly row: number;
  readonly start: Millis;
  /** When sending began; before it, the attempt waited for the browser or for its connection. */
  readonly body: Millis;
  readonly end: Millis;
  readonly timing: Timing;
  /** It had not ended when the capture did. */
  readonly open: boolean;
  /** Its index among the lane's attempts without times, which are drawn side by side; else 0. */
  readonly beside: number;
  /** The last part of the path: short, and how people recognise a request. */
  readonly label: string;
  /** DNS, TCP and TLS that this attempt waited for. */
  readonly setup: readonly SetupPart[];
}

export function isMisdirected(bar: Bar): boolean {
  return bar.attempt?.misdirected === true;
}
