import { installWithApt } from './apt.mjs';
import { findFirefox, noFirefox } from './find-firefox.mjs';

/** The path of a Firefox: one on the machine, else the system package manager's. Throws with what to do. */
export function ensureFirefox() {
  const found = findFirefox();
  if (found !== null) return found;
  console.error('No Firefox on this machine.');
  // Debian has the one with long support; Ubuntu's `firefox` is a snap's stub, which may work or not.
  const installed = ['firefox-esr', 'firefox'].some(installWithApt) ? findFirefox() : null;
  if (installed === null) throw new Error(noFirefox);
  return installed;
}
