import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';
import { type ProbeOptions, readProbe } from './probe-options.ts';
import { type LiveOptions, type RecordOptions, readAttach, readRecord } from './recording-options.ts';

export type Format = 'text' | 'json' | 'har';

export interface AnalyzeOptions extends ReportingOptions {
  /** Paths, at least one; `-` is standard input. */
  readonly files: readonly string[];
  readonly format: Format;
  /** Null for standard output. */
  readonly output: string | null;
  /** All files are from the same run and become one capture. */
  readonly join: boolean;
  /** The number or the id of the finding to print alone; null for all. */
  readonly finding: string | null;
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
  finding: { type: 'string' },
} as const;

/**
 * Reads the command line.
 * @param piped whether standard input is not a terminal, so that it can be the input file
 */
export function readInvocation(args: readonly string[], piped: boolean): Invocation {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case undefined:
        throw new UsageError(NO_COMMAND);
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
  if (format === undefined) {
    throw new UsageError(`Unknown format "${values.format}": analyze has text, json and har.`);
  }
  const output = values.output === undefined || values.output === '-' ? null : values.output;
  const options = { ...reporting(values), files: files.length === 0 ? ['-'] : files, format, output };
  if (files.length === 0 && !piped) throw new UsageError('The file to analyze is missing.');
  const { finding = null } = values;
  if (format !== 'text' && finding !== null) throw new UsageError('--finding is for the text report.');
  const { join } = values;
  const again = files.find((file, i) => file !== '-' && files.indexOf(file) < i);
  if (again !== undefined) throw new UsageError(`${again} is named twice.`);
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError('Standard input can be read only once.');
  }
  if (format === 'har' && files.length > 1 && !join) {
    throw new UsageError(
      'A HAR holds one capture. Name one file, or use --join for several files of the same run.',
    );
  }
  return { run: 'analyze', options: { ...options, join, finding } };
}

/** `--help` and `--version` work whatever the other arguments are. */
function help(args: readonly string[]): Invocation | null {
  const own = args.slice(0, args.indexOf('--') < 0 ? args.length : args.indexOf('--'));
  if (own.includes('--help') || own.includes('-h')) return { run: 'help' };
  return own.includes('--version') || own.includes('-V') ? { run: 'version' } : null;
}

const NO_COMMAND = 'Name a command: analyze, record, attach or probe.';

function wrongCommand(command: string): Invocation {
  return { run: 'wrong', reason: command.startsWith('-') ? NO_COMMAND : `Unknown command "${command}".` };
}
