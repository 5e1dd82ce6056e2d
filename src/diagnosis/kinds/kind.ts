import type { FailureKind } from '../causes/cause.ts';
import type { Finding } from '../finding.ts';
import type { Subject } from './subject.ts';

/** The text of a finding. */
export type FindingText = Pick<Finding, 'title' | 'explanation' | 'remedy' | 'references'>;

/** The knowledge about one kind of finding, independent of any capture. */
export interface KindKnowledge {
  /**
   * The words for one host or several. Findings whose words (without the title) are the same apart from the names are
   * reported as one (src/diagnosis/grouping.ts), so the title adds only names and numbers.
   */
  readonly words: (subject: Subject) => FindingText;
  /** The response that it is about, so that its sender is named: the 421, hidden or not, or the last one. Null for none. */
  readonly response: '421' | 'last' | null;
  /**
   * What went wrong, for findings that a change at the server ends: they come with its cause, fixes and checks.
   * `refused` is a 421 in all but its status. `possible` is for what could go wrong, and `unverified` for what may have gone wrong: they only come with checks. Null
   * for all others.
   */
  readonly failure: FailureKind | 'refused' | 'possible' | 'unverified' | null;
  /** The host's own connection fails as well, so sharing is not the reason. */
  readonly always: boolean;
}

/** For a finding that names neither a sender nor a cause. */
export const ONLY_WORDS = { response: null, failure: null, always: false } as const;

/** For a finding about a rule that a 421 breaks: it names the sender, but no fix ends it beyond its own remedy. */
export const ABOUT_THE_421 = { response: '421', failure: null, always: false } as const;
