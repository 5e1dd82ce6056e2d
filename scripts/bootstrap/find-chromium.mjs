import { createRequire } from 'node:module';
import { isExecutable, which } from './command.mjs';

/** Those that load unpacked extensions from the command line; branded Chrome has not done so since version 137. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome-for-testing'];

/** Said when there is none. */
export const noChromium =
  'No Chromium found. Set CHROME_PATH to a Chromium or Chrome for Testing, put one on the PATH ' +
  `(${NAMES.join(', ')}), or run: npx playwright install chromium`;

/**
 * The Chromium to drive: CHROME_PATH, else the first on the PATH, else Playwright's own download; null when there is
 * none. A CHROME_PATH that cannot be run is an error, since somebody meant it.
 */
export function findChromium() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(`CHROME_PATH is not a program that can be run: ${wanted}`);
  }
  for (const name of NAMES) {
    const file = which(name);
    if (file !== null) return file;
  }
  // Not at the top: this file is loaded before the packages are installed.
  const { chromium } = createRequire(import.meta.url)('playwright');
  const own = chromium.executablePath();
  return isExecutable(own) ? own : null;
}
