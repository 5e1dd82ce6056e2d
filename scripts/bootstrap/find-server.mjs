import { join } from 'node:path';
import { isExecutable, which } from './command.mjs';

/** The web servers that the tests start, by program and package: Debian calls both the same. Caddy has a file of its own. */
export const SERVERS = ['apache2', 'nginx', 'haproxy', 'lighttpd', 'h2o'];

/** Where servers stand that are in no ordinary user's path. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** The full path of a server's program, or null. */
export function findServer(name) {
  return which(name) ?? FOLDERS.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}
