import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cdp } from './cdp.ts';
import { waitUntil } from './wait.ts';

/** Does what makes the browser save one file into an empty or missing folder, and gives the file's path. */
export async function downloadInto(folder: string, cdp: Cdp, act: () => Promise<void>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const before = new Set(await readdir(folder));
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await act();
  return waitUntil(async () => {
    const saved = (await readdir(folder)).filter((name) => !before.has(name));
    // Chromium writes under another name first and renames the whole file.
    const whole = saved.find((name) => !name.endsWith('.crdownload') && !name.startsWith('.'));
    return whole === undefined ? null : join(folder, whole);
  }, `a saved file in ${folder}`);
}
