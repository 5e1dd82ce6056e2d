import type { FindingFacts } from '../analysis/analysis.ts';
import type { GuideStep } from './guide/step.ts';
import type { Reference } from './reference.ts';

export type { Reference } from './reference.ts';

/** Which product wrote a response, as far as the response itself shows. */
export interface Sender {
  /** Lower-case product name; null when unknown. */
  readonly product: string | null;
  /** The server whose name is on it although it only passed it on; null for none. */
  readonly behind: string | null;
  /** 0 when the product is unknown. */
  readonly confidence: number;
  /** The evidence, as a short phrase; null if the product is unknown. */
  readonly basis: string | null;
}

/** One way to end a failure. */
export interface Fix {
  /** What to change, in a sentence or two. */
  readonly title: string;
  /** Lines of that product's configuration with the user's own names; null when a few lines cannot do it. */
  readonly snippet: string | null;
}

/** A fact that was weighed for or against a cause. */
export interface Evidence {
  readonly for: boolean;
  readonly fact: string;
}

/** One possible cause, with what is known for and against it. */
export interface RankedCause {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** What tells it apart from the others; null when nothing simple does. */
  readonly test: string | null;
  /** The best first. */
  readonly fixes: readonly Fix[];
}

/** A command that shows whether the failure is there, and whether it is fixed. Every name in it is safe in a shell. */
export interface Check {
  readonly command: string;
  /** What it shows before and after the fix. */
  readonly expect: string;
}

/** Who is concerned by a finding: one subject of it, such as a host on connections that were opened for another. */
export type Concerned = Pick<
  FindingFacts,
  'certainty' | 'confidence' | 'requests' | 'connections' | 'origins'
>;

/** A finding with its text: what happened, why, and what to do about it. It is about all subjects with one cause and fix. */
export interface Finding extends FindingFacts {
  /** Together they make up the finding's own requests, connections and origins. */
  readonly concerned: readonly Concerned[];
  /** What happened, in one plain sentence. */
  readonly title: string;
  /** Why it happened, in a few sentences. */
  readonly explanation: string;
  /** What to change, with the user's own names filled in; null when nothing needs to be. */
  readonly remedy: string | null;
  readonly references: readonly Reference[];
  readonly sender: Sender | null;
  /** Which setting of that product causes it; null when the product or the cause is unknown. */
  readonly cause: string | null;
  /** All causes that fit, the most likely first: `cause` and `fixes` are those of the first. */
  readonly causes: readonly RankedCause[];
  /** The best first; empty when the product is unknown. */
  readonly fixes: readonly Fix[];
  /** Which line to look for in which log; null when none is known. */
  readonly log: string | null;
  readonly verify: readonly Check[];
  /** Steps to follow for its first request; empty when it is not about a 421. */
  readonly guide: readonly GuideStep[];
}
