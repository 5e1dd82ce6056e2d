import { type ParseArgsConfig, parseArgs } from 'node:util';

export type FailOn = 'error' | 'warning';

/** The options of every command. */
export interface ReportingOptions {
  readonly failOn: FailOn | null;
  /** Keeps credentials, bodies and query values. */
  readonly full: boolean;
  /** Lists every request in the text report. */
  readonly all: boolean;
  /** Prints everything instead of an overview. */
  readonly verbose: boolean;
  readonly color: boolean;
}

/** An error in the command line; the message says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FAIL_ON: readonly FailOn[] = ['error', 'warning'];

const REPORTING = {
  'fail-on': { type: 'string' },
  full: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  verbose: { type: 'boolean', short: 'v', default: false },
  'no-color': { type: 'boolean', default: false },
} as const;

const ANYWHERE = {
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

/**
 * Parses a command's arguments: its own options, those that every command takes, and the positional arguments.
 * @throws UsageError for an unknown option, or one without its value
 */
export function parse<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    const all = { ...options, ...REPORTING, ...ANYWHERE };
    return parseArgs({ args: [...args], options: all, allowPositionals: true });
  } catch (error) {
    // parseArgs reports errors in the user's arguments as a TypeError with a code.
    if (error instanceof TypeError && 'code' in error)
      throw new UsageError(error.message.replace(/\s*\n\s*/g, ' '), { cause: error });
    throw error;
  }
}

/** @throws UsageError for an unknown `--fail-on` */
export function reporting(values: {
  readonly 'fail-on'?: string | undefined;
  readonly full: boolean;
  readonly all: boolean;
  readonly verbose: boolean;
  readonly 'no-color': boolean;
}): ReportingOptions {
  const failOn = FAIL_ON.find((known) => known === values['fail-on']) ?? null;
  if (failOn === null && values['fail-on'] !== undefined) {
    throw new UsageError('--fail-on takes "error" or "warning".');
  }
  const { full, all, verbose } = values;
  return { failOn, full, all, verbose, color: !values['no-color'] };
}
