import { originOf } from '../../src/model/origin.ts';

/** The host of a URL or origin, with its port unless it is the scheme's default; empty when there is no host. */
export function hostAndPort(url: string): string {
  const origin = originOf(url);
  return origin === null ? '' : origin.slice(origin.indexOf('//') + 2);
}
