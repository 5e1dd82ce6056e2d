import { parseArgs } from 'node:util';

export interface AccuracyOptions {
  /** Runs about redundant connections instead of those about hidden 421s. */
  readonly redundancy: boolean;
  readonly runs: number;
  /** The first run's; the others follow. */
  readonly seed: number;
  /** Score the recordings of this folder instead of making new ones. */
  readonly from: string | null;
  /** Keep the new recordings in this folder; those that it has already are not made again. */
  readonly keep: string | null;
}

export const usage = `usage: npm run accuracy -- [--redundancy] [--runs N] [--seed N] [--keep DIR] [--from DIR]

  --redundancy  runs about redundant connections and their causes, each cause in every
              tenth; without it the runs are about hidden 421s
  --runs N    how many random runs to record (200; 60 with --redundancy)
  --seed N    the first run's seed (3001; 1 with --redundancy); the same seeds make the same plans. Runs up to
              3000 were used to make the inference, and only their NetLogs are scored
  --keep DIR  keep the recordings, and record only those that are not there yet
  --from DIR  record nothing, score the recordings that were kept in DIR

Writes its tables into docs/accuracy.md. A run takes about five seconds of a quiet machine; on a busy one the
browser's timing is not what it measures.`;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 99_999) return value;
  throw new RangeError(`--${name} takes a whole number from 1 to 99999, not "${text}"`);
}

/** Reads the command line; throws an Error with a readable message when it cannot. */
export function readOptions(args: readonly string[]): AccuracyOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { redundancy: { type: 'boolean' }, runs: text, seed: text, from: text, keep: text },
  });
  const { redundancy = false, from = null, keep = null } = values;
  const { runs = redundancy ? '60' : '200', seed = redundancy ? '1' : '3001' } = values;
  if (from !== null && keep !== null) throw new RangeError('--from and --keep: one of them');
  return { redundancy, runs: wholeNumber('runs', runs), seed: wholeNumber('seed', seed), from, keep };
}
