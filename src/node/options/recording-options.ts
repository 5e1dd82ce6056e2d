import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';
import { secondsOf } from './seconds.ts';

/** The options of both `record` and `attach`. */
interface RecordingOptions extends ReportingOptions {
  /** The folder to write to; null for a new one in the current folder. */
  readonly output: string | null;
  /** Maximum length of the recording; null: until the browser is closed, or Ctrl-C. */
  readonly seconds: number | null;
  /** Ends when no request has been in progress for a while. */
  readonly untilIdle: boolean;
}

export interface RecordOptions extends RecordingOptions {
  readonly url: string;
  /** Path of the browser; null: the first in the usual places. */
  readonly chrome: string | null;
  readonly headless: boolean;
  /** The browser's own flags. */
  readonly flags: readonly string[];
}

export interface LiveOptions extends RecordingOptions {
  readonly host: string;
  readonly port: number;
  /** How long the browser may take to respond. */
  readonly timeoutMs: number;
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
  timeout: { type: 'string', default: '10' },
} as const;

/**
 * The arguments after `record`; those after `--` are flags for the browser.
 * @throws UsageError
 */
export function readRecord(args: readonly string[]): RecordOptions {
  const end = args.indexOf('--');
  const { values, positionals } = parse(end < 0 ? args : args.slice(0, end), RECORD);
  const [address, ...others] = positionals;
  if (address === undefined) throw new UsageError('The URL of the page is missing.');
  if (others.length > 0)
    throw new UsageError('record takes one page at a time. Put flags for the browser after --.');
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
  if (positionals.length > 0) throw new UsageError('attach takes no URL: it records the whole browser.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`--port takes a number from 1 to 65535, not "${values.port}".`);
  }
  return { ...recording(values), host: values.host, port, timeoutMs: secondsOf(values.timeout) * 1_000 };
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
    throw new UsageError(`--seconds takes a number above 0, at most 86400, not "${values.seconds}".`);
  }
  return {
    ...reporting(values),
    output: values.output ?? null,
    seconds,
    untilIdle: values['until-idle'],
  };
}

/** Accepts `example.com` too, because people type it. */
function urlOf(address: string): string {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new UsageError(`"${address}" is not an http or https URL.`);
  }
  return url;
}
