import type { Certainty } from '../../model/certainty.ts';
import type { Reference } from '../reference.ts';

/** What people are advised to check after a 421, in the usual order. */
export type GuideTopic = 'logs' | 'network' | 'credentials' | 'configuration' | 'updates';

/** Something that the capture shows. */
export interface GuideStatement {
  /** One plain sentence. */
  readonly text: string;
  readonly certainty: Certainty;
  /** How often such a statement is right, 0 to 1; 1 for what is not inferred, null where that was not measured. */
  readonly confidence: number | null;
}

/** Something that the capture does not show, and the one command that does. */
export interface GuideQuestion {
  readonly text: string;
  /** Every name in it is safe in a shell; null where a name is not. */
  readonly command: string | null;
  /** What its output means; null without a command. */
  readonly expect: string | null;
}

/** One part of the usual advice for a 421: what is known, and what is not. */
export interface GuideStep {
  readonly topic: GuideTopic;
  readonly known: readonly GuideStatement[];
  /** Null when everything is known. */
  readonly missing: GuideQuestion | null;
  readonly references: readonly Reference[];
}

/** A statement with the certainty of the fact that it states. */
export function known(
  text: string,
  certainty: Certainty = 'observed',
  confidence: number | null = null,
): GuideStatement {
  return { text, certainty, confidence: certainty === 'inferred' ? confidence : 1 };
}
