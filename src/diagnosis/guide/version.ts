import type { Header, RequestRecord } from '../../model/capture.ts';
import { fieldValue } from '../../model/header-fields.ts';

/**
 * The version in the Server header, which `pattern` has in its first group. Servers write their names from the outside
 * in, joined by commas.
 */
export function versionIn(headers: readonly Header[] | null, pattern: RegExp): string | null {
  const names = fieldValue(headers, 'server')?.split(/,\s*/) ?? [];
  return names.map((name) => pattern.exec(name)?.[1]).findLast((version) => version !== undefined) ?? null;
}

/** What a response says of the distribution: the comment in the Server header, or in a status page's address line. */
export function isRedHat({ responseHeaders, responseBody }: RequestRecord): boolean {
  const words = [
    fieldValue(responseHeaders, 'server'),
    /<address>([^<]{0,200})/i.exec(responseBody ?? '')?.[1],
  ];
  return /\b(?:red hat|rhel|centos|rocky|almalinux|fedora|oracle linux|amazon linux)\b/i.test(
    words.join(' '),
  );
}

/**
 * Whether a version is between two bounds, both included. A bound with fewer numbers stands for all versions that begin
 * with it: 2.6.2 is between 2.6 and 2.6.
 */
export function isWithin(version: string, from: string | null, until: string | null): boolean {
  return (from === null || compare(version, from) >= 0) && (until === null || compare(version, until) <= 0);
}

function compare(version: string, bound: string): number {
  const numbers = version.split('.').map(Number);
  for (const [index, wanted] of bound.split('.').map(Number).entries()) {
    const difference = (numbers[index] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}
