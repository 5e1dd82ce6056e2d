import type { Browser } from '../../model/capture.ts';

/** Which rules apply: the network stack decides, not the brand. */
export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'unknown';

// Names from HAR files, logs and user agents. Every user agent but Firefox's says "like Gecko", and Chrome's says
// "AppleWebKit" and "Safari" too, so the order below matters.
const FIREFOX = /firefox|(?<!like )gecko|tor browser|librewolf|waterfox/i;
const CHROMIUM = /chrom|edge|opera|opr|brave|vivaldi|samsung|electron|webview|headlesschrome/i;
const SAFARI = /safari|(?<!apple)webkit/i;

/** The family of a browser by its name. */
export function familyOf(browser: Browser | null): BrowserFamily {
  if (browser === null) return 'unknown';
  if (FIREFOX.test(browser.name)) return 'firefox';
  if (CHROMIUM.test(browser.name)) return 'chromium';
  return SAFARI.test(browser.name) ? 'safari' : 'unknown';
}
