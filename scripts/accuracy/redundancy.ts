import { checkNetLog } from '../../e2e/generator/netlog-truth.ts';
import type { Recording } from '../../e2e/generator/recording.ts';
import { checkBestCase } from '../../e2e/generator/redundancy/best-case-check.ts';
import { type Bounds, checkBounds } from '../../e2e/generator/redundancy/bounds-check.ts';
import { checkMatrix } from '../../e2e/generator/redundancy/matrix-check.ts';
import {
  checkRedundancy,
  connectionIds,
  type JudgedConnection,
} from '../../e2e/generator/redundancy/netlog-check.ts';
import { type RedundancyRun, redundancyPlanOf } from '../../e2e/generator/redundancy/plan.ts';
import { NETLOG, SOURCES } from './sources.ts';

/** The data for the tables of redundant connections. */
export interface RedundancyEvaluation {
  runs: number;
  cells: number;
  readonly judged: JudgedConnection[];
  /** By the source's name, for every run and cause. */
  readonly bounds: Map<string, Bounds[]>;
  /** Statements that are not the truth; each is a bug. */
  readonly differences: string[];
}

/** Scores the runs about redundant connections and skips the others. */
export async function evaluateRedundancy(
  recordings: AsyncIterable<Recording>,
): Promise<RedundancyEvaluation> {
  const sum: RedundancyEvaluation = { runs: 0, cells: 0, judged: [], bounds: new Map(), differences: [] };
  for await (const recording of recordings) {
    const plan = redundancyPlanOf(recording.plan);
    if (plan !== null) add(sum, recording, { ...recording, plan });
  }
  return sum;
}

function add(sum: RedundancyEvaluation, recording: Recording, run: RedundancyRun): void {
  const name = `run ${run.plan.seed} (${run.plan.cause})`;
  const note = (what: string, differences: readonly string[]) => {
    sum.differences.push(...differences.map((each) => `${name}, ${what}: ${each}`));
  };
  const netLog = NETLOG.analyse(recording);
  const { judged, differences } = checkRedundancy(netLog, run);
  const ids = connectionIds(netLog, run.truth, judged);
  const matrix = checkMatrix(netLog, run, ids);
  note('NetLog', [
    ...checkNetLog(netLog, run.truth).differences,
    ...differences,
    ...checkBestCase(netLog.bestCase, run),
    ...matrix.differences,
  ]);
  sum.runs += 1;
  sum.cells += matrix.cells;
  sum.judged.push(...judged);
  const byId = new Map(judged.map((each) => [ids.get(each.row.connection)?.record.id ?? '', each]));
  for (const source of SOURCES) {
    if (source === NETLOG) continue;
    const found = checkBounds(source.analyse(recording), byId);
    note(source.name, found.differences);
    sum.bounds.set(source.name, [...(sum.bounds.get(source.name) ?? []), ...found.bounds]);
  }
}
