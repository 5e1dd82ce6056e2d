import type { Browser } from '../model/capture.ts';

/** Which documented rules apply: the network stack, not the brand. */
export type BrowserFamily = 'chromium' | 'firefox';

const CHROMIUM = /chrom|edge|opera|opr|brave|vivaldi|samsung|electron|webview|headlesschrome/i;
const FIREFOX = /firefox|gecko|tor browser|librewolf|waterfox/i;

/** The family of a browser, or null when it is unknown: then no rule applies and nothing is derived. */
export function familyOf(browser: Browser | null): BrowserFamily | null {
  if (browser === null) return null;
  if (FIREFOX.test(browser.name)) return 'firefox';
  return CHROMIUM.test(browser.name) ? 'chromium' : null;
}
