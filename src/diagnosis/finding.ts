import type { FindingFacts } from '../analysis/analysis.ts';
import type { GuideStep } from './guide/step.ts';
import type { Reference } from './reference.ts';

export type { Reference } from './reference.ts';

/** Who produced an answer, as far as it can be told from the answer itself. */
export interface Sender {
  /** Lower-case product name, null when unknown. */
  readonly product: string | null;
  /** The server whose name stands on it although it only passed it on, or null. */
  readonly behind: string | null;
  /** 0 when the product is unknown. */
  readonly confidence: number;
  /** What shows it, in a few words; null when nothing does. */
  readonly basis: string | null;
}

/** One way to end it. */
export interface Fix {
  /** One sentence of what to change. */
  readonly title: string;
  /** Lines of that product's configuration with the user's own names; null when it is not done by a few lines. */
  readonly snippet: string | null;
}

/** A command that shows whether it is so, and whether it is mended. Free of anything a shell would act on. */
export interface Check {
  readonly command: string;
  /** What it shows as long as it goes wrong, and afterwards. */
  readonly expect: string;
}

/** A finding with its words: what, why, what to do about it. */
export interface Finding extends FindingFacts {
  /** One plain sentence of what. */
  readonly title: string;
  /** One or two sentences of why. */
  readonly explanation: string;
  /** What to change, with the user's own names filled in; null when nothing needs to be. */
  readonly remedy: string | null;
  readonly references: readonly Reference[];
  readonly sender: Sender | null;
  /** What in that product makes it answer so; null when the product or its reason is unknown. */
  readonly cause: string | null;
  /** The best first; empty when the product is unknown. */
  readonly fixes: readonly Fix[];
  /** Which line to look for in which log, null when none is known. */
  readonly log: string | null;
  readonly verify: readonly Check[];
  /** Step by step for its first request; empty when it is not about a 421. */
  readonly guide: readonly GuideStep[];
}
