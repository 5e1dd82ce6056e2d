import { isExecutable, which } from './command.mjs';

/** Those whose temporary add-ons are loaded without a signature, and that have Marionette: all of them. */
const NAMES = ['firefox-esr', 'firefox', 'firefox-devedition', 'firefox-nightly'];
const MAC = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** Said when there is none. */
export const noFirefox =
  'No Firefox found. Set FIREFOX_PATH to one, or put one on the PATH ' +
  `(${NAMES.join(', ')}; for example: sudo apt-get install firefox-esr)`;

/**
 * The Firefox to drive: FIREFOX_PATH, else the first on the PATH, else the usual place of macOS; null when there is
 * none. A FIREFOX_PATH that cannot be run is an error, since somebody meant it.
 */
export function findFirefox() {
  const wanted = process.env.FIREFOX_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(`FIREFOX_PATH is not a program that can be run: ${wanted}`);
  }
  for (const name of NAMES) {
    const file = which(name);
    if (file !== null) return file;
  }
  return isExecutable(MAC) ? MAC : null;
}
