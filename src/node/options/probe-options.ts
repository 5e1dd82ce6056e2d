import { isIP } from 'node:net';
import { plainOrigin } from '../../diagnosis/plain-names.ts';
import type { ProbeTarget } from '../probe/probe.ts';
import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';

export interface ProbeOptions extends ReportingOptions {
  readonly target: ProbeTarget;
  readonly format: 'text' | 'json';
}

const PROBE = {
  sni: { type: 'string' },
  ip: { type: 'string' },
  insecure: { type: 'boolean', short: 'k', default: false },
  timeout: { type: 'string', default: '10' },
  format: { type: 'string', short: 'f', default: 'text' },
} as const;

/** @throws UsageError when the command line is wrong */
export function readProbe(args: readonly string[]): ProbeOptions {
  const { values, positionals } = parse(args, PROBE);
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw new UsageError('probe takes exactly one URL.');
  const { sni, ip = null, format } = values;
  if (sni === undefined) throw new UsageError('--sni is missing: the host whose connection is shared.');
  if (plainOrigin(`https://${sni}`)?.host !== sni.toLowerCase()) {
    throw new UsageError(`--sni takes a host name, not "${sni}".`);
  }
  if (ip !== null && isIP(ip) === 0) throw new UsageError(`--ip takes an IP address, not "${ip}".`);
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`Unknown format "${format}": probe has text and json.`);
  }
  const seconds = Number(values.timeout);
  if (!(seconds > 0 && seconds <= 3_600)) {
    throw new UsageError(`--timeout takes a number of seconds up to 3600, not "${values.timeout}".`);
  }
  const target = {
    url: urlOf(text),
    sni: sni.toLowerCase(),
    address: ip,
    insecure: values.insecure,
    timeoutMs: seconds * 1_000,
  };
  return { ...reporting(values), target, format };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:') throw new UsageError(`"${text}" is not an https URL.`);
  return url;
}
