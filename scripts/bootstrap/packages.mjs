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
  // Not `npm ci`: the lock file lists the optional native packages of some platforms only, which `ci` refuses and
  // `install` completes. `--no-save` leaves the lock file as it is.
  if (!run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])) {
    throw new Error('npm install failed: its message above says why.');
  }
  writeFileSync(STAMP, wanted);
}
