import type { Browser } from '../../model/capture.ts';
import { CHROMIUM_RULES } from '../chromium/rules.ts';
import { FIREFOX_RULES } from '../firefox/rules.ts';
import { SAFARI_RULES } from '../safari/rules.ts';
import { type BrowserFamily, familyOf } from './browser-family.ts';
import type { BrowserRules } from './browser-rules.ts';
import { rulesWithout } from './unknown-browser.ts';

/** The rules of every family. A family without rules does not compile. */
const RULES: Readonly<Record<BrowserFamily, BrowserRules>> = {
  chromium: CHROMIUM_RULES,
  firefox: FIREFOX_RULES,
  safari: SAFARI_RULES,
  'internet-explorer': rulesWithout('internet-explorer'),
  proxy: rulesWithout('proxy'),
  program: rulesWithout('program'),
  unknown: rulesWithout('unknown'),
};

export function rulesOf(browser: Browser | null): BrowserRules {
  return RULES[familyOf(browser)];
}
