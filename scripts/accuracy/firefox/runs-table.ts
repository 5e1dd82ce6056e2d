import { FIREFOX_CONFOUNDERS } from '../../../e2e/generator/firefox/plan.ts';
import { count, sum, table } from '../table.ts';
import type { FirefoxEvaluation, FirefoxRun } from './evaluate.ts';

/** How many runs there are of each subject, and what their servers saw. */
export function runsTable({ runs }: FirefoxEvaluation): string {
  const rows = FIREFOX_CONFOUNDERS.map((name) =>
    rowOf(
      name,
      runs.filter(({ confounder }) => confounder === name),
    ),
  );
  const head = ['subject of the run', 'runs', 'of these without a 421', 'attempts', 'answered 421'];
  return table(head, [...rows, rowOf('all', runs)]);
}

function rowOf(name: string, runs: readonly FirefoxRun[]): string[] {
  const numbers = [
    runs.length,
    count(runs, ({ misdirected }) => misdirected === 0),
    sum(runs, ({ attempts }) => attempts),
    sum(runs, ({ misdirected }) => misdirected),
  ];
  return [name, ...numbers.map(String)];
}
