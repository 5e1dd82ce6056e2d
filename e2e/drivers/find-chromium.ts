// The tests use the same Chromium as `npm test` and `npm start`, which search for one before they install it.
export { findChromium, noChromium } from '../../scripts/bootstrap/find-chromium.mjs';
