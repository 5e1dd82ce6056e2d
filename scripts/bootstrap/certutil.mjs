import { installWithApt } from './apt.mjs';
import { which } from './command.mjs';

/** Installs what gives a browser a certificate of its own, where there is apt and it may. Throws when it is missing then. */
export function ensureCertutil() {
  if (which('certutil') !== null) return;
  console.error('certutil is not on this machine, and wanted by the tests of client certificates.');
  if (!installWithApt('libnss3-tools') || which('certutil') === null) {
    throw new Error('certutil could not be installed (for example: sudo apt-get install libnss3-tools)');
  }
}
