import { parseArgs } from 'node:util';

export type Format = 'text' | 'json' | 'har';
export type FailOn = 'error' | 'warning';

export interface AnalyzeOptions {
  /** Paths; `-` is standard input. Never empty. */
  readonly files: readonly string[];
  readonly format: Format;
  /** Null for standard output. */
  readonly output: string | null;
  readonly failOn: FailOn | null;
  /** All files are of one run and make one capture. */
  readonly join: boolean;
  /** Keeps credentials, bodies and query values. */
  readonly full: boolean;
  /** Every request in the text report. */
  readonly all: boolean;
  readonly color: boolean;
}

export type Invocation =
  | { readonly run: 'analyze'; readonly options: AnalyzeOptions }
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'wrong'; readonly reason: string };

const FORMATS: readonly Format[] = ['text', 'json', 'har'];
const FAIL_ON: readonly FailOn[] = ['error', 'warning'];

const OPTIONS = {
  format: { type: 'string', short: 'f', default: 'text' },
  output: { type: 'string', short: 'o' },
  'fail-on': { type: 'string' },
  join: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

/**
 * Reads the command line.
 * @param piped whether standard input is something else than a terminal, so that it can be the file
 */
export function readInvocation(args: readonly string[], piped: boolean): Invocation {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { run: 'wrong', reason: parsed };
  const { values, positionals } = parsed;
  if (values.help) return { run: 'help' };
  if (values.version) return { run: 'version' };
  const [command, ...files] = positionals;
  if (command === undefined) return { run: 'wrong', reason: 'A command is missing.' };
  if (command === 'help') return { run: 'help' };
  if (command !== 'analyze') return { run: 'wrong', reason: `There is no command "${command}".` };
  const format = FORMATS.find((known) => known === values.format);
  if (format === undefined) return { run: 'wrong', reason: `There is no format "${values.format}".` };
  const failOn = FAIL_ON.find((known) => known === values['fail-on']) ?? null;
  if (failOn === null && values['fail-on'] !== undefined) {
    return { run: 'wrong', reason: '--fail-on takes "error" or "warning".' };
  }
  if (files.length === 0 && !piped) return { run: 'wrong', reason: 'A file is missing.' };
  const options: AnalyzeOptions = {
    files: files.length === 0 ? ['-'] : files,
    format,
    output: values.output === undefined || values.output === '-' ? null : values.output,
    failOn,
    join: values.join,
    full: values.full,
    all: values.all,
    color: !values['no-color'],
  };
  const reason = contradiction(options);
  return reason === null ? { run: 'analyze', options } : { run: 'wrong', reason };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // What parseArgs throws for the user's arguments is a TypeError with a code of its own.
    if (error instanceof TypeError && 'code' in error) return error.message;
    throw error;
  }
}

function contradiction({ files, format, join }: AnalyzeOptions): string | null {
  if (files.filter((file) => file === '-').length > 1) return 'Standard input can be read only once.';
  if (format === 'har' && files.length > 1 && !join) {
    return 'A HAR holds one capture: give one file, or --join for files of one run.';
  }
  return null;
}
