import type { Bounds } from '../../e2e/generator/redundancy/bounds-check.ts';
import type { JudgedConnection } from '../../e2e/generator/redundancy/netlog-check.ts';
import { CAUSES } from '../../e2e/generator/redundancy/plan.ts';
import type { RedundancyCause } from '../../src/analysis/analysis.ts';
import type { RedundancyEvaluation } from './redundancy.ts';
import { count, sum, table } from './table.ts';

/** Each cause in the truth, and how many of its connections the analysis of the NetLog names. */
export function redundancyTable({ judged }: RedundancyEvaluation): string {
  const rows = [...CAUSES.map((cause) => rowOf(cause, cause)), rowOf('needed', null)];
  const open = judged.filter(({ causes }) => causes.size > 1);
  return table(HEAD, [
    ...rows,
    ['too close to tell', String(open.length), unusedOf(open), agreeing(open), '0'],
  ]);

  function rowOf(name: string, cause: RedundancyCause | null): string[] {
    const ofCause = judged.filter(({ causes }) => causes.size === 1 && causes.has(cause));
    const others = judged.filter((each) => each.said === cause && !each.causes.has(cause));
    return [name, String(ofCause.length), unusedOf(ofCause), agreeing(ofCause), String(others.length)];
  }
}

const HEAD = ['cause', 'connections', 'of these never used', 'named rightly', 'named wrongly'];
const unusedOf = (list: readonly JudgedConnection[]): string => String(count(list, ({ used }) => !used));
const agreeing = (list: readonly JudgedConnection[]): string =>
  String(count(list, ({ causes, said }) => causes.has(said)));

/** For each source that does not report everything: the bounds within which it places its connections. */
export function boundsTable({ bounds }: RedundancyEvaluation): string {
  const sources = [...bounds];
  const head = ['cause', ...sources.map(([name]) => `${name}: lower, truth, upper`)];
  const rows = CAUSES.map((cause) => [
    cause,
    ...sources.map(([, all]) => {
      const ofCause = all.filter((each) => each.cause === cause);
      return `${total(ofCause, 'lower')} ≤ ${truthOf(ofCause)} ≤ ${total(ofCause, 'upper')}`;
    }),
  ]);
  return table(head, rows);
}

function total(bounds: readonly Bounds[], what: 'least' | 'most' | 'lower' | 'upper'): number {
  return sum(bounds, (each) => each[what]);
}

function truthOf(bounds: readonly Bounds[]): string {
  const [least, most] = [total(bounds, 'least'), total(bounds, 'most')];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** Other facts that were compared with the plan and the log. */
export function redundancyRunsTable({ runs, cells, judged, differences }: RedundancyEvaluation): string {
  const row = [runs, judged.length, cells, differences.length].map(String);
  return table(['runs', 'connections', 'cells of the matrix', 'differences'], [row]);
}
