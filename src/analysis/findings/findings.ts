import type { Steps } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { answerFindings } from './answers.ts';
import { connectionFindings } from './connections.ts';
import type { FindingContext } from './context.ts';
import { misdirectedFindings } from './misdirected.ts';
import { misroutedFindings } from './misrouted.ts';
import { resetFindings } from './reset.ts';
import { retiredFindings } from './retired.ts';

const RULES: readonly ((context: FindingContext) => FindingFacts[])[] = [
  misdirectedFindings,
  misroutedFindings,
  resetFindings,
  answerFindings,
  retiredFindings,
  connectionFindings,
];

/** Everything worth telling about a capture, without words. */
export function* findingsOf(context: FindingContext): Steps<FindingFacts[]> {
  const findings: FindingFacts[] = [];
  for (const rule of RULES) {
    yield;
    for (const finding of rule(context)) findings.push(finding);
  }
  return findings;
}
