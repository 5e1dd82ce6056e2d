import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './command.mjs';

// Beside what it describes, so that deleting node_modules deletes it too.
const STAMP = 'node_modules/.coalescope-lock';

/** Installs the npm packages when they are missing or the lock file has changed since. */
export function ensurePackages() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.error('Installing the npm packages …');
  // `install` leaves a working folder's node_modules alone where it already fits; `ci` starts afresh.
  const how = existsSync('node_modules') ? 'install' : 'ci';
  if (!run('npm', [how, '--no-audit', '--no-fund', '--loglevel=error'])) {
    throw new Error(`npm ${how} failed: its message above says why.`);
  }
  writeFileSync(STAMP, wanted);
}
