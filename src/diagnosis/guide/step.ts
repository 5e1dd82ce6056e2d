import type { Certainty } from '../../model/certainty.ts';
import type { Reference } from '../reference.ts';

/** What people are told to look at after a 421, in the order in which they are told. */
export type GuideTopic = 'logs' | 'network' | 'credentials' | 'configuration' | 'updates';

/** Evidence at hand. */
export interface GuideStatement {
  /** One plain sentence. */
  readonly text: string;
  readonly certainty: Certainty;
  /** How often such a statement proves right, 0 to 1; 1 for what is not inferred, null where nobody has counted. */
  readonly confidence: number | null;
}

/** What no source of the capture tells, and the one command that does. */
export interface GuideQuestion {
  readonly text: string;
  /** Free of anything a shell would act on; null where the names are not fit to stand in one. */
  readonly command: string | null;
  /** What its output says; null where there is none. */
  readonly expect: string | null;
}

/** One piece of the usual advice for a 421, turned into what is known and what is not. */
export interface GuideStep {
  readonly topic: GuideTopic;
  readonly known: readonly GuideStatement[];
  /** Null when nothing is left to ask. */
  readonly missing: GuideQuestion | null;
  readonly references: readonly Reference[];
}

/** A statement as sure as the fact it tells. */
export function known(
  text: string,
  certainty: Certainty = 'observed',
  confidence: number | null = null,
): GuideStatement {
  return { text, certainty, confidence: certainty === 'inferred' ? confidence : 1 };
}
