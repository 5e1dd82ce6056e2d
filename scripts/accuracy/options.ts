import { parseArgs } from 'node:util';

/** The subjects of the random runs; all but `firefox` are runs of Chromium. */
export type Suite = 'hidden' | 'field' | 'redundancy' | 'firefox';

export interface AccuracyOptions {
  readonly suite: Suite;
  /** The first and the last seed. */
  readonly seeds: readonly [first: number, last: number];
  /** Score the recordings of this folder instead of making new ones. */
  readonly from: string | null;
  /** Keep the new recordings in this folder. Recordings that are already there are not made again. */
  readonly keep: string | null;
}

const DEFAULT_SEEDS: Readonly<Record<Suite, string>> = {
  hidden: '3401-3500',
  field: '6312-6371',
  redundancy: '1-60',
  firefox: '2181-2340',
};

/**
 * Runs of seeds up to these were used to make the inference. What is said about its accuracy comes from others.
 */
export const USED_UP_TO = { hidden: 3300, field: 6267, firefox: 2000 } as const;

export const usage = `usage: npm run accuracy -- [--browser firefox | --field | --redundancy] [--seeds A-B] [--keep DIR] [--from DIR]

  Without --field and --redundancy, each run has one subject that makes hidden 421s hard to see.
  --field            runs like pages of the web: slow DNS, hints, many healthy hosts; half of them without any 421
  --redundancy       runs about redundant connections and their causes, each cause in every tenth
  --browser firefox  runs of Firefox instead of Chromium, with subjects of their own
  --seeds A-B        the seeds of the runs (3401-3500; 6312-6371 with --field; 1-60 with --redundancy;
                     2181-2340 with --browser firefox). The same seed makes the same plan. Runs up to 3300
                     (6267 with --field, 2000 with --browser firefox) were used to make the inference, and
                     only their logs are scored
  --keep DIR         keep the recordings, and record only those that are not there yet
  --from DIR         record nothing, score the recordings that were kept in DIR

Writes its tables into docs/accuracy.md. A run takes about five seconds of a quiet machine (20 with --field, 10 with
--browser firefox); on a busy one the browser's timing is not what it measures.`;

function readSeeds(text: string): [number, number] {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  const seeds: [number, number] = [Number(first), Number(last)];
  if (seeds[0] >= 1 && seeds[1] >= seeds[0]) return seeds;
  throw new RangeError(`--seeds takes a range of whole numbers such as 1-60, not "${text}"`);
}

/** Reads the command line; throws an Error with a readable message when it cannot. */
export function readOptions(args: readonly string[]): AccuracyOptions {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { redundancy: flag, field: flag, browser: text, seeds: text, from: text, keep: text },
  });
  const { from = null, keep = null } = values;
  if (from !== null && keep !== null) throw new RangeError('--from and --keep: one of them');
  const suite = suiteOf(values);
  return { suite, seeds: readSeeds(values.seeds ?? DEFAULT_SEEDS[suite]), from, keep };
}

function suiteOf({ redundancy = false, field = false, browser = 'chromium' }: SuiteFlags): Suite {
  if (browser !== 'chromium' && browser !== 'firefox')
    throw new RangeError(`--browser takes chromium or firefox, not "${browser}"`);
  const suites: Suite[] = [];
  if (redundancy) suites.push('redundancy');
  if (field) suites.push('field');
  if (browser === 'firefox') suites.push('firefox');
  if (suites.length > 1) throw new RangeError('--field, --redundancy and --browser firefox: one of them');
  return suites[0] ?? 'hidden';
}

interface SuiteFlags {
  readonly redundancy?: boolean;
  readonly field?: boolean;
  readonly browser?: string;
}
