import type { BrowserFamily } from './browser-family.ts';
import { type BrowserRules, readingOf } from './browser-rules.ts';

/** For a browser that no source names, or one without known rules. Nothing is concluded from its behaviour. */
export function rulesWithout(family: BrowserFamily): BrowserRules {
  return { ...NO_RULES, family };
}

const NO_RULES: Omit<BrowserRules, 'family'> = {
  *read(capture) {
    yield;
    return readingOf(capture);
  },
  visible421NamesOpener: false,
  retiresConnectionOn421: false,
  hiddenAttemptEvidence: () => 'no-rule',
};
