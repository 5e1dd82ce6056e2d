// The tests use the same Firefox as `npm test` and `npm start`, which search for one before they install it.
export { findFirefox, noFirefox } from '../../scripts/bootstrap/find-firefox.mjs';
