import { installWithApt } from './apt.mjs';
import { findServer, SERVERS } from './find-server.mjs';

/** Installs the web servers that are missing, where there is apt and it may. Throws with those that still are. */
export function ensureServers() {
  const missing = SERVERS.filter((name) => findServer(name) === null);
  if (missing.length === 0) return;
  console.error(`Not on this machine, and wanted by the tests of real servers: ${missing.join(', ')}.`);
  const left = missing.filter((name) => !(installWithApt(name) && findServer(name) !== null));
  if (left.length > 0) {
    throw new Error(
      `Could not be installed: ${left.join(', ')} (for example: sudo apt-get install ${left.join(' ')})`,
    );
  }
}
