import type { AnalysedConnection, Analysis } from '../../../src/analysis/analysis.ts';
import { type SharingCell, SharingMatrix } from '../../../src/analysis/redundancy/sharing-matrix.ts';
import { hostOf } from '../../../src/model/origin.ts';
import type { RedundancyRun } from './plan.ts';
import { facts, type Side, sidesOf } from './sides.ts';

/** The expected content of a cell of the matrix, in words. For a cell without requests, any of these. */
export type CellWords = readonly string[];

/** Compares every cell of a NetLog's matrix with plan and log. Returns one sentence for each difference. */
export function checkMatrix(
  analysis: Analysis,
  run: RedundancyRun,
  connections: ReadonlyMap<number, AnalysedConnection>,
): { readonly cells: number; readonly differences: readonly string[] } {
  const matrix = new SharingMatrix(analysis);
  const sides = sidesOf(run).filter(({ byDevTools }) => !byDevTools);
  const differences: string[] = [];
  let cells = 0;
  for (const side of sides.filter(({ used }) => used)) {
    const connection = connections.get(side.row.connection);
    if (connection === undefined) continue;
    for (const origin of matrix.origins) {
      const wanted = cellWords(hostOf(origin) ?? '', side, sides);
      if (wanted.length === 0) continue;
      cells += 1;
      const said = wordsOf(matrix.cell(origin, connection));
      if (wanted.includes(said)) continue;
      differences.push(`${origin} on ${connection.record.id}: ${said}, but it was ${wanted.join(' or ')}`);
    }
  }
  return { cells, differences };
}

/** Empty where the log cannot decide, for example for a host without its own connection. */
export function cellWords(host: string, side: Side, sides: readonly Side[]): CellWords {
  const attempts = side.attempts.filter((attempt) => attempt.host === host);
  if (attempts.length > 0) {
    const requests = new Set(attempts.map(({ method, path }) => `${method} ${path}`)).size;
    const misdirected = attempts.filter(({ status }) => status === 421).length;
    return [
      `${requests} requests, ${misdirected} misdirected, ${side.row.sni === host ? 'own' : 'coalesced'}`,
    ];
  }
  if (side.row.protocol === 'http/1.1') return ['PROTOCOL'];
  const own = sides.filter(({ row }) => row.sni === host);
  // The pool of a connection without requests is unknown.
  if (own.some(({ pools }) => pools.length > 1)) return [];
  const ways = own.flatMap((other) =>
    other.pools.flatMap((pool) => side.pools.map((theirs) => facts(side, theirs, other, pool))),
  );
  const fewest = Math.min(...ways.map(({ length }) => length));
  return ways.filter(({ length }) => length === fewest).map((by) => by.toSorted().join(' ') || 'could');
}

function wordsOf(cell: SharingCell): string {
  if (cell.kind === 'kept-apart') return cell.by.toSorted().join(' ');
  if (cell.kind !== 'carried') return cell.kind;
  const { requests, misdirected, coalesced } = cell;
  return `${requests} requests, ${misdirected} misdirected, ${coalesced ? 'coalesced' : 'own'}`;
}
