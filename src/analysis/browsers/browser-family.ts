import type { Browser } from '../../model/capture.ts';
import { isProxy } from '../../model/har-writers.ts';

/** Which rules apply: the network stack decides, not the brand. */
export type BrowserFamily =
  | 'chromium'
  | 'firefox'
  | 'safari'
  /** Internet Explorer, and Edge before 79, which had its network stack. */
  | 'internet-explorer'
  /** A proxy wrote the capture. It sees its own connections, and no browser's rules apply to them. */
  | 'proxy'
  /** A program that sends requests but is not a browser. */
  | 'program'
  | 'unknown';

// Names from HAR files, logs and user agents. Every user agent but Firefox's says "like Gecko", and Chrome's says
// "AppleWebKit" and "Safari" too, so the order below matters.
const FIREFOX = /firefox|(?<!like )gecko|tor browser|librewolf|waterfox/i;
const CHROMIUM = /chrom|edge|opera|opr|brave|vivaldi|samsung|electron|webview|headlesschrome/i;
const INTERNET_EXPLORER = /internet explorer|\bmsie\b|trident/i;
/** Edge 12 to 18; since 79 it is Chromium. */
const OLD_EDGE_VERSION = /^1[2-8](?:\.|$)/;
const PROGRAM = /\b(?:k6|postman|insomnia|bruno|jmeter|curl)\b/i;
const SAFARI = /safari|(?<!apple)webkit/i;

/** The family of a browser by its name. */
export function familyOf(browser: Browser | null): BrowserFamily {
  if (browser === null) return 'unknown';
  if (isProxy(browser.name)) return 'proxy';
  if (PROGRAM.test(browser.name)) return 'program';
  if (INTERNET_EXPLORER.test(browser.name)) return 'internet-explorer';
  if (/\bedge\b/i.test(browser.name) && OLD_EDGE_VERSION.test(browser.version)) return 'internet-explorer';
  if (FIREFOX.test(browser.name)) return 'firefox';
  if (CHROMIUM.test(browser.name)) return 'chromium';
  return SAFARI.test(browser.name) ? 'safari' : 'unknown';
}
