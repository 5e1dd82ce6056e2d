import type { Evaluation } from './evaluate.ts';
import { table } from './table.ts';
import { share } from './tables.ts';

export function misroutedTable({ misrouted }: Evaluation): string {
  const rows = Array.from(misrouted, ([name, { real, knowable, said, right }]) => [
    ...[name, share(right, said), share(right, knowable), String(real - knowable)],
  ]);
  return table(['source', 'precision', 'recall', 'nothing to compare with'], rows);
}
