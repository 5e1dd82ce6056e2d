import type { FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { misdirectedFindings } from './misdirected.ts';

const RULES: readonly ((context: FindingContext) => FindingFacts[])[] = [misdirectedFindings];

/** Everything worth telling about a capture, without words. */
export function findingsOf(context: FindingContext): FindingFacts[] {
  return RULES.flatMap((rule) => rule(context));
}
