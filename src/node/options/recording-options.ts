import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';

/** What `record` and `attach` share. */
interface RecordingOptions extends ReportingOptions {
  /** The folder to write into; null for a new one here. */
  readonly output: string | null;
  /** How long to record at most; null: until the browser is closed, or Ctrl-C. */
  readonly seconds: number | null;
  /** Ends when no request was under way for a while. */
  readonly untilIdle: boolean;
}

export interface RecordOptions extends RecordingOptions {
  readonly url: string;
  /** The browser's program; null: the first in the usual places. */
  readonly chrome: string | null;
  readonly headless: boolean;
  /** The browser's own flags. */
  readonly flags: readonly string[];
}

export interface LiveOptions extends RecordingOptions {
  readonly host: string;
  readonly port: number;
}

const RECORDING = {
  output: { type: 'string', short: 'o' },
  seconds: { type: 'string' },
  'until-idle': { type: 'boolean', default: false },
} as const;
const RECORD = {
  ...RECORDING,
  chrome: { type: 'string' },
  headless: { type: 'boolean', default: false },
} as const;
const ATTACH = {
  ...RECORDING,
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', short: 'p', default: '9222' },
} as const;

/**
 * The arguments after `record`; what follows `--` is the browser's.
 * @throws UsageError
 */
export function readRecord(args: readonly string[]): RecordOptions {
  const end = args.indexOf('--');
  const { values, positionals } = parse(end < 0 ? args : args.slice(0, end), RECORD);
  const [address, ...others] = positionals;
  if (address === undefined) throw new UsageError('The address of a page is missing.');
  if (others.length > 0)
    throw new UsageError('One page is recorded at a time. Flags for the browser come after --.');
  return {
    ...recording(values),
    url: urlOf(address),
    chrome: values.chrome ?? null,
    headless: values.headless,
    flags: end < 0 ? [] : args.slice(end + 1),
  };
}

/**
 * The arguments after `attach`.
 * @throws UsageError
 */
export function readAttach(args: readonly string[]): LiveOptions {
  const { values, positionals } = parse(args, ATTACH);
  if (positionals.length > 0)
    throw new UsageError('attach takes no address of a page: it records the browser.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`--port takes a number from 1 to 65535, not "${values.port}".`);
  }
  return { ...recording(values), host: values.host, port };
}

function recording(
  values: Parameters<typeof reporting>[0] & {
    readonly output?: string | undefined;
    readonly seconds?: string | undefined;
    readonly 'until-idle': boolean;
  },
): RecordingOptions {
  const seconds = values.seconds === undefined ? null : Number(values.seconds);
  if (seconds !== null && !(seconds > 0 && seconds <= 86_400)) {
    throw new UsageError(`--seconds takes a number above 0, a day at most, not "${values.seconds}".`);
  }
  return {
    ...reporting(values),
    output: values.output ?? null,
    seconds,
    untilIdle: values['until-idle'],
  };
}

/** `example.com` is what people type. */
function urlOf(address: string): string {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new UsageError(`"${address}" is not the address of a page.`);
  }
  return url;
}
