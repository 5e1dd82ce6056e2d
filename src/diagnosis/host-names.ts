import { originParts } from '../model/origin.ts';

/** At most this many hosts are named in a sentence. */
const MOST_NAMED = 3;

/** `a.test, b.test and c.test`, or `a.test, b.test, c.test and 4 more`. */
export function hostList(hosts: readonly string[]): string {
  const named = hosts.slice(0, MOST_NAMED);
  const rest = hosts.length - named.length;
  if (rest > 0) return `${named.join(', ')} and ${rest} more`;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** Without repetitions, in the order of the first of each. */
export function unique<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

/** The origin's host, with its port if that is not the scheme's default. */
export function hostAndPort(origin: string): string {
  const parts = originParts(origin);
  const after = origin.indexOf('://');
  return parts === null || after < 0 ? origin : origin.slice(after + 3);
}
