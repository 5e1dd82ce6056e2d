import type { RequestId } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { costOf } from '../cost/cost.ts';
import type { Loss } from '../cost/measures.ts';
import { hazardFindings } from '../hazards/hazard.ts';
import { alternativeFindings } from './alternative.ts';
import { answerFindings } from './answers-421.ts';
import { cachedFindings } from './cached.ts';
import type { FindingContext } from './context.ts';
import { FINDING_KINDS } from './finding-kinds.ts';
import { misdirectedFindings } from './misdirected.ts';
import { misroutedFindings } from './misrouted.ts';
import { originFrameFindings } from './origin-frame.ts';
import { proxiedFindings } from './proxied.ts';
import { connectionFindings } from './redundant.ts';
import { refusedHostFindings } from './refused-host.ts';
import { resetFindings } from './reset.ts';
import { retiredFindings } from './retired.ts';
import { unverifiedFindings } from './unverified.ts';

/** A rule that reads many records does so in steps. */
type Rule = (context: FindingContext) => FindingFacts[] | Steps<FindingFacts[]>;

const RULES: readonly Rule[] = [
  misdirectedFindings,
  misroutedFindings,
  unverifiedFindings,
  refusedHostFindings,
  originFrameFindings,
  resetFindings,
  hazardFindings,
  answerFindings,
  cachedFindings,
  proxiedFindings,
  alternativeFindings,
  retiredFindings,
  connectionFindings,
];

/** Everything worth reporting about a capture, as facts without text. */
export function* findingsOf(
  context: FindingContext,
  losses: ReadonlyMap<RequestId, readonly Loss[]>,
): Steps<FindingFacts[]> {
  const findings: FindingFacts[] = [];
  for (const rule of RULES) {
    yield;
    const found = rule(context);
    const all = Array.isArray(found) ? found : yield* found;
    for (const finding of all) findings.push(withCost(finding, losses));
  }
  return findings;
}

function withCost(finding: FindingFacts, losses: ReadonlyMap<RequestId, readonly Loss[]>): FindingFacts {
  if (!FINDING_KINDS[finding.kind].hasCost) return finding;
  return { ...finding, cost: costOf(finding.requests.flatMap((id) => losses.get(id) ?? [])) };
}
