import type { RankedCause } from '../finding.ts';

/** How to tell several causes apart: the test of the most likely one that has any. Null when none has. */
export function testWords(causes: readonly RankedCause[]): string | null {
  return causes.find(({ test }) => test !== null)?.test ?? null;
}
