import { originOf } from '../../src/model/origin.ts';

/** The host of a URL or origin, with its port when that is not the scheme's own; empty when it has none. */
export function hostAndPort(url: string): string {
  const origin = originOf(url);
  return origin === null ? '' : origin.slice(origin.indexOf('//') + 2);
}
