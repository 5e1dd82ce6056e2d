import type { FindingFacts } from '../analysis.ts';
import { answerFindings } from './answers.ts';
import { connectionFindings } from './connections.ts';
import type { FindingContext } from './context.ts';
import { misdirectedFindings } from './misdirected.ts';
import { misroutedFindings } from './misrouted.ts';
import { resetFindings } from './reset.ts';

const RULES: readonly ((context: FindingContext) => FindingFacts[])[] = [
  misdirectedFindings,
  misroutedFindings,
  resetFindings,
  answerFindings,
  connectionFindings,
];

/** Everything worth telling about a capture, without words. */
export function findingsOf(context: FindingContext): FindingFacts[] {
  return RULES.flatMap((rule) => rule(context));
}
