import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { InputError } from '../input/read-input.ts';

/** The properties of a machine that decide where a browser can be. Tests pass their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isProgram: (path: string) => boolean;
}

/** Names on the PATH. Any browser based on Chromium writes a NetLog. */
const PROGRAMS = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'google-chrome-beta',
  'google-chrome-unstable',
  'google-chrome-for-testing',
  'microsoft-edge',
  'brave-browser',
];
const MAC_APPS = [
  'Google Chrome',
  'Chromium',
  'Google Chrome for Testing',
  'Microsoft Edge',
  'Brave Browser',
];
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
];

/**
 * The browser to start: `wanted` (`--chrome`), else `CHROME_PATH`, else the first in the usual places.
 * @throws InputError when there is none, or the named one cannot be run
 */
export function findChrome(wanted: string | null, machine: Machine = thisMachine()): string {
  const named = wanted ?? machine.env.CHROME_PATH ?? null;
  if (named !== null && named !== '') {
    if (machine.isProgram(named)) return named;
    const where = wanted === null ? 'CHROME_PATH' : '--chrome';
    throw new InputError(`${where}: ${named} is not an executable program`);
  }
  const found = usualPlaces(machine).find(machine.isProgram);
  if (found !== undefined) return found;
  throw new InputError(
    'No Chrome, Chromium or Edge was found in the usual places. Name one with --chrome PATH or in CHROME_PATH.',
  );
}

function usualPlaces({ platform, env, home }: Machine): string[] {
  if (platform === 'darwin') {
    return MAC_APPS.flatMap((app) =>
      ['/', home].map((root) => posix.join(root, 'Applications', `${app}.app`, 'Contents', 'MacOS', app)),
    );
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return WINDOWS_PROGRAMS.flatMap((path) =>
      roots.flatMap((root) => (root ? [win32.join(root, ...path)] : [])),
    );
  }
  const folders = (env.PATH ?? '').split(posix.delimiter).filter((folder) => folder !== '');
  return PROGRAMS.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), isProgram };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // It cannot be run; the reason does not matter.
    return false;
  }
}
