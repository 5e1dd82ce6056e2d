import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

/** Browsers that load unpacked extensions from the command line; branded Chrome has not done so since version 137. */
const names = ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome-for-testing'];

/** Said when there is none. */
export const noChromium =
  'No Chromium found. Set CHROME_PATH to a Chromium or Chrome for Testing, put one on the PATH ' +
  `(${names.join(', ')}), or run: npx playwright install chromium`;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const onPath = (): string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)));

/**
 * The Chromium to drive: CHROME_PATH, else the first on the PATH, else Playwright's own download; null when there is
 * none. A CHROME_PATH that cannot be run is an error, since somebody meant it.
 */
export function findChromium(): string | null {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(`CHROME_PATH is not a program that can be run: ${wanted}`);
  }
  return [...onPath(), chromium.executablePath()].find(isExecutable) ?? null;
}
