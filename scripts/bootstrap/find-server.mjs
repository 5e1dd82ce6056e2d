import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, which } from './command.mjs';

/** The web servers that the tests start, by program and package: Debian calls both the same. Caddy has a file of its own. */
export const SERVERS = ['apache2', 'nginx', 'haproxy', 'lighttpd', 'h2o', 'jetty9'];

/** Jetty has no program of its own: `java` starts it from this file of Debian's package. */
const JETTY = '/usr/share/jetty9/start.jar';

/** Where servers stand that are in no ordinary user's path. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** The full path of a server's program, or null. */
export function findServer(name) {
  if (name === 'jetty9') return existsSync(JETTY) && which('java') !== null ? JETTY : null;
  return which(name) ?? FOLDERS.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}
