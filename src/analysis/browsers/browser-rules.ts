import type { Capture, RequestId } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { AnalysedRequest } from '../analysis.ts';
import type { LostAttempt } from '../attempts/lost-attempt.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { BrowserFamily } from './browser-family.ts';
import type { HiddenAttemptEvidence } from './hidden-attempt-evidence.ts';

/** What the analysis knows about one family of browsers. Only documented or measured behaviour belongs here. */
export interface BrowserRules {
  readonly family: BrowserFamily;
  /** Reads a capture by this browser's rules: the connections and attempts that follow from them. */
  readonly read: (capture: Capture) => Steps<Reading>;
  /** Whether a connection on which a visible 421 ended was certainly opened for that request's origin. */
  readonly visible421NamesOpener: boolean;
  /** Whether the browser stops using an HTTP/2 or HTTP/3 connection that answered 421. */
  readonly retiresConnectionOn421: boolean;
  readonly hiddenAttemptEvidence: (capture: Capture) => HiddenAttemptEvidence;
}

/** A capture as read by a browser's rules. */
export interface Reading {
  /** The capture itself, or one with connections that no source reported, each marked as reconstructed. */
  readonly capture: Capture;
  /** The first attempts that no source reported, by request. */
  readonly lostAttempts: (index: ConnectionIndex) => Steps<ReadonlyMap<RequestId, LostAttempt>>;
  /** The same requests with their records as the sources reported them, without reconstructed connections. */
  readonly asReported: (
    requests: ReadonlyMap<RequestId, AnalysedRequest>,
  ) => Steps<ReadonlyMap<RequestId, AnalysedRequest>>;
}

/** A reading that leaves the capture as it is. */
export function readingOf(capture: Capture, lostAttempts: Reading['lostAttempts'] = noLostAttempts): Reading {
  return { capture, lostAttempts, asReported: unchanged };
}

function* noLostAttempts(): Steps<ReadonlyMap<RequestId, LostAttempt>> {
  yield;
  return new Map();
}

function* unchanged<T>(requests: T): Steps<T> {
  yield;
  return requests;
}
