import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cdp } from './cdp.ts';
import { waitUntil } from './wait.ts';

/** Runs an action that makes the browser save one file into a folder, and returns the file's path. */
export async function downloadInto(folder: string, cdp: Cdp, act: () => Promise<void>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const before = new Set(await readdir(folder));
  await cdp.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    // A file with the final name may still be empty. Only the browser knows when it is complete.
    eventsEnabled: true,
  });
  const done = cdp.downloads;
  await act();
  await waitUntil(async () => cdp.downloads > done, `a saved file in ${folder}`, 60_000);
  const [saved] = (await readdir(folder)).filter((name) => !before.has(name));
  if (saved === undefined) throw new Error(`nothing was saved in ${folder}`);
  return join(folder, saved);
}
