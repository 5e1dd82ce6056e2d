import { KEPT_HEADERS } from '../kept-headers.ts';

/**
 * What is not searched for elsewhere although it was removed from one place, and why. It would take harmless text out
 * of the whole export, or the facts that an export is made for.
 */
export const EXEMPT: readonly { readonly what: string; readonly reason: string }[] = [
  {
    what: 'values of fewer than 8 characters (6 for a password or token with a digit)',
    reason: 'they occur in other text by chance',
  },
  {
    what: 'host names, origins, names in certificates and addresses of servers',
    reason: 'they decide which connection carries a request',
  },
  {
    what: 'a single word in lower case or capitals that is not in a field for credentials or persons',
    reason: 'as a word it is not secret',
  },
  {
    what: 'parts of values that consist of words, unless the field is for credentials',
    reason: 'another value may contain the same words',
  },
  {
    what: 'words of protocols, such as names of headers, media types and browsers',
    reason: 'every capture contains them',
  },
  { what: 'dates, version numbers and repeated characters', reason: 'they identify nobody' },
  {
    what: 'bodies of responses, except for tokens in fields that are named as such',
    reason: 'the text of a page contains its URLs',
  },
];

/** Their parts are exempt, too. */
const WORDS: readonly string[] = [
  'https://www.',
  'http://www.',
  'application/javascript',
  'application/json; charset=utf-8',
  'application/octet-stream',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,image/svg+xml,*/*;q=0.8',
  'multipart/form-data; boundary=',
  'text/event-stream',
  'text/html; charset=utf-8',
  'text/javascript',
  'text/stylesheet',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'XMLHttpRequest',
  'WebInspector',
  'same-origin',
  'same-site',
  'cross-site',
  'cross-origin',
  'credentials',
  'authorization',
  'no-cache, no-store, must-revalidate',
  'max-age=31536000; includeSubDomains; preload',
  'gzip, deflate, br, zstd',
  'localhost',
  'document',
  'stylesheet',
  'websocket',
  'prefetch',
  'preflight',
  'redacted',
];

const NAMES = KEPT_HEADERS.flatMap(({ names }) => names);

/** Texts whose parts are never secret, in lower case. */
export const PUBLIC_TEXTS: readonly string[] = [...WORDS, ...NAMES].map((text) => text.toLowerCase());

const DIRECTIVES =
  'public private immutable no-store no-cache no-transform max-age s-maxage max-stale stale-while-revalidate ' +
  'stale-if-error must-revalidate proxy-revalidate includesubdomains preload nosniff sameorigin deny bytes chunked ' +
  'true false null undefined none unsafe-none require-corp hit miss';

/** A text of these words alone is not secret as a whole. */
export const PUBLIC_WORDS: ReadonlySet<string> = new Set(
  [...PUBLIC_TEXTS, DIRECTIVES].flatMap((text) => text.split(/[^a-z-]+/)),
);

/** Dates of RFC 3339 and RFC 9110. */
export const DATE =
  /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d:?\d\d[\d.]*(?:Z|[+-]\d\d:?\d\d)?)?|\b\w{3}, \d\d[ -]\w{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT/g;

/** Version numbers (`140.0.7339.80`), ranges and prices. */
export const NUMBERS = /^[\d.,:%+\s-]*$/;

export const ADDRESS = /^\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*)\]?$/i;
