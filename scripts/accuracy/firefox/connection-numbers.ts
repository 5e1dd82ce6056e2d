import { alignedAttempts, groupBy, matchRequests } from '../../../e2e/generator/match.ts';
import type { LabLog } from '../../../e2e/lab/log.ts';
import type { Analysis } from '../../../src/analysis/analysis.ts';

interface Pair {
  readonly id: string;
  readonly number: number;
  readonly attempts: number;
}

/**
 * The servers' number of each reconstructed connection. A reconstructed connection has no name that a server knows, so
 * it is the one that most of its attempts came on, and no two are the same one.
 */
export function reconstructedNumbers(analysis: Analysis, truth: LabLog): Map<string, number> {
  const both = matchRequests(analysis, truth).matches.flatMap((match) =>
    alignedAttempts(match).flatMap(({ reported, row }) =>
      reported === null || reported.connection === null
        ? []
        : [{ id: reported.connection, number: row.connection }],
    ),
  );
  const pairs = [...groupBy(both, ({ id, number }) => `${id} ${number}`).values()].flatMap(
    (group): Pair[] => {
      const [first] = group;
      return first === undefined ? [] : [{ ...first, attempts: group.length }];
    },
  );
  const numbers = new Map<string, number>();
  const taken = new Set<number>();
  for (const { id, number } of pairs.sort((a, b) => b.attempts - a.attempts)) {
    if (numbers.has(id) || taken.has(number)) continue;
    numbers.set(id, number);
    taken.add(number);
  }
  return numbers;
}
