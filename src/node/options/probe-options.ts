import { isIP } from 'node:net';
import { plainOrigin } from '../../diagnosis/plain-names.ts';
import type { ProbeTarget } from '../probe/probe.ts';
import type { Alpn } from '../probe/tls-connection.ts';
import { parse, type ReportingOptions, reporting, UsageError } from './common-options.ts';
import { secondsOf } from './seconds.ts';

export interface ProbeOptions extends ReportingOptions {
  readonly target: ProbeTarget;
  readonly format: 'text' | 'json';
}

const PROBE = {
  sni: { type: 'string' },
  'no-sni': { type: 'boolean', default: false },
  ip: { type: 'string' },
  connect: { type: 'string' },
  alpn: { type: 'string' },
  with: { type: 'string', multiple: true },
  insecure: { type: 'boolean', short: 'k', default: false },
  timeout: { type: 'string', default: '10' },
  format: { type: 'string', short: 'f', default: 'text' },
} as const;

/** @throws UsageError when the command line is wrong */
export function readProbe(args: readonly string[]): ProbeOptions {
  const { values, positionals } = parse(args, PROBE);
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw new UsageError('probe takes exactly one URL.');
  const { format } = values;
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`Unknown format "${format}": probe has text and json.`);
  }
  const target: ProbeTarget = {
    url: urlOf(text),
    sni: sniOf(values.sni, values['no-sni']),
    ...endpointOf(values.ip, values.connect),
    insecure: values.insecure,
    timeoutMs: secondsOf(values.timeout) * 1_000,
    alpn: alpnOf(values.alpn),
    inTurn: (values.with ?? []).map((host) => hostName('--with', host)),
  };
  return { ...reporting(values), target, format };
}

function sniOf(sni: string | undefined, none: boolean): string | null {
  if (none && sni !== undefined) throw new UsageError('--sni and --no-sni exclude each other.');
  if (none) return null;
  if (sni === undefined) {
    throw new UsageError('--sni is missing: the host whose connection is shared (or --no-sni).');
  }
  if (isAddress(sni)) {
    throw new UsageError(
      `--sni takes a host name, and "${sni}" is an address, which is no SNI name (RFC 6066 section 3): clients send none then, as --no-sni does.`,
    );
  }
  return hostName('--sni', sni);
}

/** Also in brackets, and in the forms that URLs normalise: `127.1`, `0x7f000001`. */
function isAddress(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const host = URL.canParse(`https://${text}`) ? new URL(`https://${text}`).host : '';
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

function hostName(option: string, text: string): string {
  if (plainOrigin(`https://${text}`)?.host !== text.toLowerCase()) {
    throw new UsageError(`${option} takes a host name, not "${text}".`);
  }
  return text.toLowerCase();
}

function endpointOf(
  ip: string | undefined,
  connect: string | undefined,
): Pick<ProbeTarget, 'address' | 'port'> {
  if (ip !== undefined && connect !== undefined) {
    throw new UsageError('--ip and --connect exclude each other.');
  }
  if (ip !== undefined && isIP(ip) === 0) throw new UsageError(`--ip takes an IP address, not "${ip}".`);
  if (connect === undefined) return { address: ip ?? null, port: null };
  if (isIP(connect) !== 0) return { address: connect, port: null };
  // An IPv6 address with a port is in brackets.
  const [, bracketed, name, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(connect) ?? [];
  const address = bracketed ?? name;
  const number = port === undefined ? null : Number(port);
  const isPort = number === null || (number > 0 && number <= 65_535);
  if (address === undefined || !isPort || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    throw new UsageError(`--connect takes ADDRESS or ADDRESS:PORT, not "${connect}".`);
  }
  return { address, port: number };
}

function alpnOf(text: string | undefined): readonly Alpn[] {
  if (text === undefined) return ['h2', 'http/1.1'];
  if (text !== 'h2' && text !== 'http/1.1') {
    throw new UsageError(`--alpn takes h2 or http/1.1, not "${text}".`);
  }
  return [text];
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:') throw new UsageError(`"${text}" is not an https URL.`);
  return url;
}
