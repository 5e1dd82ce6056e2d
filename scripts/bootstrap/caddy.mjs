import { installWithApt } from './apt.mjs';
import { findCaddy, noCaddy } from './find-caddy.mjs';

/** The path of a Caddy: one on the machine, else the system's package manager's. Throws with what to do. */
export function ensureCaddy() {
  const found = findCaddy();
  if (found !== null) return found;
  console.error('No Caddy on this machine, which the tests of HTTP/3 use.');
  const installed = installWithApt('caddy') ? findCaddy() : null;
  if (installed === null) throw new Error(noCaddy);
  return installed;
}
