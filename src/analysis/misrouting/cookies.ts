import type { Header } from '../../model/capture.ts';
import { fieldLines } from '../../model/header-fields.ts';

/** One cookie that an answer sets; its value is never read. */
export interface CookieSet {
  /** Its name without the part that varies (`wp_sec_8f3a…` is `wp_sec_`). */
  readonly family: string;
  /** The Domain attribute without a leading dot (RFC 6265 section 5.2.3), null without one. */
  readonly domain: string | null;
}

/** The cookies that the headers set, sorted by name. NetLogs and sanitised files have no readable cookies. */
export function cookiesOf(headers: readonly Header[]): CookieSet[] {
  const cookies = fieldLines(headers, 'set-cookie')
    // DevTools joins several with newlines.
    .flatMap((value) => value.split('\n'))
    .flatMap((line) => {
      const name = /^\s*([^=;\s]+)=/.exec(line)?.[1];
      if (name === undefined) return [];
      const domain = /;\s*domain=\s*\.?([^;\s]+)/i.exec(line)?.[1]?.toLowerCase() ?? null;
      return [{ family: name.replace(/[0-9a-f]{6,}|[0-9]+/gi, ''), domain }];
    });
  return cookies.sort((a, b) => (a.family < b.family ? -1 : 1));
}

/** Whether the answer's own host may not set this Domain, so that browsers drop the cookie (RFC 6265 section 5.3, step 6). */
export function foreignDomain(cookies: readonly CookieSet[], host: string | null): string | null {
  if (host === null) return null;
  return cookies.find(({ domain }) => domain !== null && !domainCovers(domain, host))?.domain ?? null;
}

/** Domain-match (RFC 6265 section 5.1.3). */
export function domainCovers(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
