import { installWithApt, isRoot } from './apt.mjs';
import { run } from './command.mjs';
import { findChromium } from './find-chromium.mjs';

/**
 * The path of a Chromium: one on the machine, else Playwright's own download, else one from apt. Throws an error
 * that says what is missing and what to do.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const ways = [downloadWithPlaywright, () => installWithApt('chromium')];
  for (const way of ways) {
    if (!way()) continue;
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new Error(
    'No Chromium was found, and none could be installed. Install one (for example: sudo apt-get install chromium) ' +
      'or set CHROME_PATH to a Chromium or Chrome for Testing, and run the command again.',
  );
}

function downloadWithPlaywright() {
  console.error('No Chromium on this machine: downloading the one of Playwright …');
  const args = ['playwright', 'install', 'chromium'];
  // Its system libraries need root; without them the browser may still start on a desktop machine.
  return (isRoot() && run('chromium', 'npx', [...args, '--with-deps'])) || run('chromium', 'npx', args);
}
