import type { EvidenceSource, Millis } from '../../model/capture.ts';
import type { BrowserFamily } from '../browsers/browser-family.ts';

/** How an attempt is known, with the facts behind each code. The sentences are in src/diagnosis/statements/basis.ts. */
interface BasisFacts {
  readonly reported: { readonly source: EvidenceSource };
  /** The page saw a 421, which browsers of this family show only after a first one. */
  readonly 'visible-421': { readonly family: BrowserFamily };
  /** The request lost a round trip before it got a new connection. */
  readonly 'stalled-opener': Stalled & {
    /** Connections to the same address that could have carried it. */
    readonly candidates: number;
    /** The control group; null when the capture has none. */
    readonly control: StallControl | null;
  };
  /** The request waited for a connection that was opened to send another request again. */
  readonly 'stalled-follower': Stalled;
  /** The request lost a round trip although its HTTP/1.1 connection was ready. */
  readonly 'stalled-before-http1': Stalled;
  /** The request lost a round trip although its TCP connection was ready, where HTTP/3 was offered. */
  readonly 'stalled-past-alternative': Stalled;
  /** Firefox left traces of a response that it discarded. */
  readonly 'discarded-response': {
    readonly byType: boolean;
    readonly byTiming: boolean;
    readonly misdirected: boolean;
  };
}

/** How long requests stalled that opened a connection and cannot have been re-sent. */
export interface StallControl {
  readonly connections: number;
  readonly shortestMs: Millis;
  readonly longestMs: Millis;
}

interface Stalled {
  readonly stalledMs: Millis;
}

export type BasisCode = keyof BasisFacts;

export type AttemptBasis<Code extends BasisCode = BasisCode> = {
  readonly [C in Code]: { readonly code: C } & BasisFacts[C];
}[Code];
