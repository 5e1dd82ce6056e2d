import { type BrowserRules, readingOf } from '../browsers/browser-rules.ts';

/**
 * Safari handles a 421 since 15.1, but its users still report pages that stay on one (traefik#7277, contour#5240). So
 * a 421 that the page sees need not be the second one, and nothing is concluded from it. Neither Chromium's nor
 * Firefox's traces were measured in Safari.
 */
export const SAFARI_RULES: BrowserRules = {
  family: 'safari',
  *read(capture) {
    yield;
    return readingOf(capture);
  },
  visible421NamesOpener: false,
  retiresConnectionOn421: false,
  hiddenAttemptEvidence: () => 'no-rule',
};
