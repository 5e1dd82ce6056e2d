// The Chromium that the tests drive is the one that `npm test` and `npm start` look for before they install one.
export { findChromium, noChromium } from '../../scripts/bootstrap/find-chromium.mjs';
