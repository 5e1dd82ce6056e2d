import type { BrowserFamily } from '../browsers/browser-family.ts';
import type { HiddenAttemptEvidence } from '../browsers/hidden-attempt-evidence.ts';

/** What the sources of a capture cannot show, with the facts behind each code. */
interface GapFacts {
  readonly 'no-connection-ids': OfBrowser & {
    /** How many of the answered requests have no connection that a source names. */
    readonly without: number;
    readonly answered: number;
    /** Whether connections were reconstructed in their place. */
    readonly reconstructed: boolean;
  };
  readonly 'no-certificates': OfBrowser;
  readonly 'hidden-attempts-inferred': OfBrowser & { readonly evidence: HiddenAttemptEvidence };
  /** The capture has no control group (attempts/attempt-basis.ts) for this many hidden attempts. */
  readonly 'no-control': OfBrowser & { readonly attempts: number };
  readonly 'started-late': Empty;
  readonly 'no-streams': OfBrowser;
  readonly 'no-opening': OfBrowser & {
    readonly connections: number;
    /** How many of them carried several origins. */
    readonly shared: number;
  };
  /** This many connections may be redundant. */
  readonly 'redundancy-undecided': OfBrowser & { readonly connections: number };
  readonly 'low-log-level': Empty;
  readonly redacted: { readonly requests: number };
}

interface OfBrowser {
  readonly family: BrowserFamily;
}

type Empty = Readonly<Record<never, never>>;

export type GapCode = keyof GapFacts;

/** Something the sources of this capture cannot show. The sentences are in src/diagnosis/statements/gaps.ts. */
export type Gap<Code extends GapCode = GapCode> = {
  readonly [C in Code]: { readonly code: C } & GapFacts[C];
}[Code];
