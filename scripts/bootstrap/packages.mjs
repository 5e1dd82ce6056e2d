import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './command.mjs';

// In node_modules, which it describes, so that deleting node_modules deletes it too.
const STAMP = 'node_modules/.coalescope-lock';

/**
 * Installs the npm packages of the lock file when they are missing or the lock file has changed since. `npm ci`
 * deletes node_modules first, and the stamp with it: after an installation that was interrupted there is no stamp.
 */
export function ensurePackages() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.error('Installing the npm packages …');
  if (!run('packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    throw new Error('npm ci failed: its message above says why.');
  }
  writeFileSync(STAMP, wanted);
}
