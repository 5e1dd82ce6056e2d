import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import type { Plan } from '../plan.ts';
import type { Recording } from '../recording.ts';

/** Nearest first, as docs/report.md tells the order: of several causes that fit, a connection has the first. */
export const CAUSES = [
  'AFTER-421',
  'RACE',
  'CRED',
  'PARTITION',
  'CLIENT-CERT',
  'PROTOCOL',
  'PROXY',
  'CLOSED',
  'IP',
  'CERT',
] as const satisfies readonly RedundancyCause[];

/** A plan that is about redundant connections; null when it is about something else. */
export function redundancyPlanOf(plan: Plan): RedundancyPlan | null {
  const { cause } = plan;
  return cause === undefined ? null : { ...plan, cause };
}

/** A run that opens connections which others could have spared, most of them for one cause. */
export interface RedundancyPlan extends Plan {
  readonly cause: RedundancyCause;
}

/** What the truth of a run is made of. */
export interface RedundancyRun extends Pick<Recording, 'truth' | 'stepTimes'> {
  readonly plan: RedundancyPlan;
}
