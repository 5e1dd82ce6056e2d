import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';
import { type ProbeOptions, readProbe } from './probe-options.ts';
import { type LiveOptions, type RecordOptions, readAttach, readRecord } from './recording-options.ts';

export type Format = 'text' | 'json' | 'har';

export interface AnalyzeOptions extends ReportingOptions {
  /** Paths; `-` is standard input. Never empty. */
  readonly files: readonly string[];
  readonly format: Format;
  /** Null for standard output. */
  readonly output: string | null;
  /** All files are of one run and make one capture. */
  readonly join: boolean;
}

export type Invocation =
  | { readonly run: 'analyze'; readonly options: AnalyzeOptions }
  | { readonly run: 'record'; readonly options: RecordOptions }
  | { readonly run: 'attach'; readonly options: LiveOptions }
  | { readonly run: 'probe'; readonly options: ProbeOptions }
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'wrong'; readonly reason: string };

const FORMATS: readonly Format[] = ['text', 'json', 'har'];

const ANALYZE = {
  format: { type: 'string', short: 'f', default: 'text' },
  output: { type: 'string', short: 'o' },
  join: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line.
 * @param piped whether standard input is something else than a terminal, so that it can be the file
 */
export function readInvocation(args: readonly string[], piped: boolean): Invocation {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case undefined:
        throw new UsageError('A command is missing.');
      case 'help':
        return { run: 'help' };
      case 'analyze':
        return readAnalyze(rest, piped);
      case 'record':
        return help(rest) ?? { run: 'record', options: readRecord(rest) };
      case 'attach':
        return help(rest) ?? { run: 'attach', options: readAttach(rest) };
      case 'probe':
        return help(rest) ?? { run: 'probe', options: readProbe(rest) };
      default:
        return help(args) ?? wrongCommand(command);
    }
  } catch (error) {
    if (error instanceof UsageError) return { run: 'wrong', reason: error.message };
    throw error;
  }
}

function readAnalyze(args: readonly string[], piped: boolean): Invocation {
  const { values, positionals: files } = parse(args, ANALYZE);
  if (values.help) return { run: 'help' };
  if (values.version) return { run: 'version' };
  const format = FORMATS.find((known) => known === values.format);
  if (format === undefined) throw new UsageError(`There is no format "${values.format}".`);
  const output = values.output === undefined || values.output === '-' ? null : values.output;
  const options = { ...reporting(values), files: files.length === 0 ? ['-'] : files, format, output };
  if (files.length === 0 && !piped) throw new UsageError('A file is missing.');
  const { join } = values;
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError('Standard input can be read only once.');
  }
  if (format === 'har' && files.length > 1 && !join) {
    throw new UsageError('A HAR holds one capture: give one file, or --join for files of one run.');
  }
  return { run: 'analyze', options: { ...options, join } };
}

/** `--help` and `--version` do not mind what else is there. */
function help(args: readonly string[]): Invocation | null {
  const own = args.slice(0, args.indexOf('--') < 0 ? args.length : args.indexOf('--'));
  if (own.includes('--help') || own.includes('-h')) return { run: 'help' };
  return own.includes('--version') || own.includes('-V') ? { run: 'version' } : null;
}

function wrongCommand(command: string): Invocation {
  const reason = command.startsWith('-') ? 'A command is missing.' : `There is no command "${command}".`;
  return { run: 'wrong', reason };
}
