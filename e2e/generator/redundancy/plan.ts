import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import type { Plan } from '../plan.ts';
import type { Recording } from '../recording.ts';

/** Nearest first, in the order of docs/report.md: of several matching causes, a connection has the first. */
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

/** Returns the plan if its subject is redundant connections, otherwise null. */
export function redundancyPlanOf(plan: Plan): RedundancyPlan | null {
  const { cause } = plan;
  return cause === undefined ? null : { ...plan, cause };
}

/** A run that opens redundant connections, most of them for one cause. */
export interface RedundancyPlan extends Plan {
  readonly cause: RedundancyCause;
}

/** The data from which the truth of a run is computed. */
export interface RedundancyRun extends Pick<Recording, 'truth' | 'stepTimes'> {
  readonly plan: RedundancyPlan;
}
