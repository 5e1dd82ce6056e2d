import { type BrowserRules, readingOf } from './browser-rules.ts';

/** A browser that no source names, or a program that is not a known browser. Nothing is concluded from its behaviour. */
export const UNKNOWN_BROWSER_RULES: BrowserRules = {
  family: 'unknown',
  *read(capture) {
    yield;
    return readingOf(capture);
  },
  visible421NamesOpener: false,
  retiresConnectionOn421: false,
  hiddenAttemptEvidence: () => 'no-rule',
};
