import { isExecutable, which } from './command.mjs';

/** Said when there is none. */
export const noCaddy =
  'No Caddy found, which the tests use for HTTP/3. Install it (for example: sudo apt-get install caddy) or set CADDY_PATH.';

/** The Caddy that speaks HTTP/3 in the lab: CADDY_PATH, else the one on the PATH; null when there is none. */
export function findCaddy() {
  const wanted = process.env.CADDY_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(`CADDY_PATH is not a program that can be run: ${wanted}`);
  }
  return which('caddy');
}
