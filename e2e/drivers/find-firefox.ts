// The Firefox that the tests drive is the one that `npm test` and `npm start` look for before they install one.
export { findFirefox, noFirefox } from '../../scripts/bootstrap/find-firefox.mjs';
