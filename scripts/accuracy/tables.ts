import { groupBy } from '../../e2e/generator/match.ts';
import type { Confounder } from '../../e2e/generator/plan.ts';
import type { Evaluation, NetLogRun, SourcesEvaluation } from './evaluate.ts';
import type { Verdict } from './score.ts';
import { PANEL } from './sources.ts';
import { count, type Row, sum, table } from './table.ts';

/** `0.98 (48 of 49)`, or a dash where there is nothing to count. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(part / whole).toFixed(3)} (${part} of ${whole})`;
}

function precision(verdicts: readonly Verdict[]): string {
  const said = verdicts.filter((verdict) => verdict.said !== 'nothing');
  return share(
    count(said, ({ hidden }) => hidden),
    said.length,
  );
}

function recall(verdicts: readonly Verdict[]): string {
  const real = verdicts.filter(({ hidden }) => hidden);
  return share(
    count(real, ({ said }) => said !== 'nothing'),
    real.length,
  );
}

/** Those whose hidden 421 no rule reveals, because the page saw no 421. */
const withoutVisible = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter(({ hidden, recovered, said }) => (hidden ? recovered : said !== 'derived'));

function hiddenCells(verdicts: readonly Verdict[]): Row {
  const recovered = withoutVisible(verdicts);
  return [precision(verdicts), recall(verdicts), precision(recovered), recall(recovered)];
}

const HIDDEN_HEAD = ['precision', 'recall', 'precision, recovered', 'recall, recovered'];

export function sourcesTable({ bySource }: SourcesEvaluation): string {
  const rows = Array.from(bySource, ([name, { verdicts, unreported }]) => [
    name,
    share(verdicts.length, verdicts.length + unreported),
    ...hiddenCells(verdicts),
  ]);
  return table(['source', 'requests reported', ...HIDDEN_HEAD], rows);
}

export function connectionsTable({ bySource }: SourcesEvaluation): string {
  const rows = Array.from(bySource, ([name, { verdicts }]) => {
    const right = sum(verdicts, (verdict) => verdict.rightlyNamed);
    return [
      name,
      share(
        right,
        sum(verdicts, ({ named }) => named),
      ),
      share(
        right,
        sum(verdicts, ({ attempts }) => attempts),
      ),
    ];
  });
  return table(['source', 'precision', 'recall, of all attempts'], rows);
}

function panelVerdicts({ bySource }: SourcesEvaluation): readonly Verdict[] {
  return bySource.get(PANEL.name)?.verdicts ?? [];
}

const BANDS: readonly (readonly [name: string, least: number, most: number])[] = [
  ['0 ms', 0, 0],
  ['2 to 5 ms', 1, 5],
  ['10 to 20 ms', 6, 20],
  ['40 to 100 ms', 21, 1000],
];

export function roundTripsTable(evaluation: SourcesEvaluation): string {
  const rows = BANDS.map(([name, least, most]) => {
    const inBand = panelVerdicts(evaluation).filter((v) => v.roundTrip >= least && v.roundTrip <= most);
    return [name, String(inBand.length), ...hiddenCells(inBand)];
  });
  return table(['added round trip', 'requests', ...HIDDEN_HEAD], rows);
}

export function subjectsTable(evaluation: SourcesEvaluation, subjects: readonly string[]): string {
  const rows = subjects.map((name) => {
    const ofKind = panelVerdicts(evaluation).filter(({ confounder }) => confounder === name);
    return [name, String(ofKind.length), ...hiddenCells(ofKind)];
  });
  return table(['subject of the run', 'requests', ...HIDDEN_HEAD], rows);
}

const CONFIDENCE_BANDS: readonly (readonly [least: number, below: number])[] = [
  [0.97, 1],
  [0.9, 0.97],
  [0.8, 0.9],
  [0.7, 0.8],
  [0.6, 0.7],
  [0.5, 0.6],
  [0, 0.5],
];

export function calibrationTable(evaluation: SourcesEvaluation): string {
  const inferred = panelVerdicts(evaluation).filter(({ said }) => said === 'inferred');
  const rows = CONFIDENCE_BANDS.flatMap(([least, below]) => {
    const inBand = inferred.filter(({ confidence }) => confidence >= least && confidence < below);
    if (inBand.length === 0) return [];
    const stated = sum(inBand, ({ confidence }) => confidence) / inBand.length;
    const right = count(inBand, ({ hidden }) => hidden);
    return [[`${least} to ${below}`, stated.toFixed(3), share(right, inBand.length)]];
  });
  return table(['stated confidence', 'on average', 'proved right'], rows);
}

/** In the runs without any 421: how often one was claimed, and per 1,000 requests that could have shared. */
export function healthyTable({ bySource, couldHaveShared }: SourcesEvaluation): string {
  const rows = Array.from(bySource, ([name, { verdicts }]) => {
    const runs = groupBy(verdicts, ({ seed }) => seed);
    const healthy = [...runs.values()].filter((run) => run.every(({ misdirected }) => !misdirected));
    const claimed = count(healthy.flat(), ({ said }) => said !== 'nothing');
    const rate = couldHaveShared === 0 ? '–' : ((1000 * claimed) / couldHaveShared).toFixed(2);
    return [name, String(healthy.length), String(couldHaveShared), String(claimed), rate];
  });
  const head = ['source', 'runs', 'requests that could have shared', 'false claims', 'per 1,000'];
  return table(head, rows);
}

export function netLogTable({ netLog }: Evaluation, subjects: readonly Confounder[]): string {
  const rows = [...subjects.map(rowOf), totalOf('all', netLog)];
  return table(['subject of the run', 'runs', 'attempts', 'runs that differ'], rows);

  function rowOf(name: NetLogRun['confounder']): Row {
    return totalOf(
      name,
      netLog.filter(({ confounder }) => confounder === name),
    );
  }
}

function totalOf(name: string, runs: readonly NetLogRun[]): Row {
  const attempts = sum(runs, (run) => run.attempts);
  const differ = count(runs, ({ differences }) => differences.length > 0);
  return [name, String(runs.length), String(attempts), String(differ)];
}
