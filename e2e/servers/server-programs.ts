import { execFileSync } from 'node:child_process';
import { findServer } from '../../scripts/bootstrap/find-server.mjs';
import { jettyCommand } from './jetty.ts';
import type { Setup } from './server-setup.ts';

export type ServerName = 'apache' | 'nginx' | 'caddy' | 'haproxy' | 'lighttpd' | 'h2o' | 'jetty';

/** The commands that run each server in the foreground, with one configuration file. */
export const COMMANDS: Readonly<Record<ServerName, (setup: Setup) => readonly [string, ...string[]]>> = {
  apache: ({ dir }) => ['apache2', '-DFOREGROUND', '-f', `${dir}/conf`],
  nginx: ({ dir }) => ['nginx', '-p', dir, '-c', `${dir}/conf`, '-e', `${dir}/error.log`],
  caddy: ({ dir }) => ['caddy', 'run', '--config', `${dir}/conf`, '--adapter', 'caddyfile'],
  haproxy: ({ dir }) => ['haproxy', '-db', '-f', `${dir}/conf`],
  lighttpd: ({ dir }) => ['lighttpd', '-D', '-f', `${dir}/conf`],
  h2o: ({ dir }) => ['h2o', '-c', `${dir}/conf`],
  jetty: jettyCommand,
};

/**
 * Whether the tests of these servers can run: where they are installed, and always in CI, which installs them first. The
 * configurations use Debian's paths and a second loopback address, which only Linux has.
 */
export function canRun(...names: readonly ServerName[]): boolean {
  if (names.includes('apache') && isInstalled('apache') && !apacheIsStrict()) return false;
  return process.env.CI === 'true' || (process.platform === 'linux' && names.every(isInstalled));
}

/** Debian's names, where they differ. */
const PACKAGES: Partial<Record<ServerName, string>> = { apache: 'apache2', jetty: 'jetty9' };

function isInstalled(name: ServerName): boolean {
  return findServer(PACKAGES[name] ?? name) !== null;
}

/** Apache compares TLS settings strictly since 2.4.64 and has SSLVHostSNIPolicy since 2.4.66. Older versions do not send this 421. */
function apacheIsStrict(): boolean {
  const program = findServer('apache2');
  if (program === null) return false;
  const [, patch = '0'] =
    /Apache\/2\.4\.(\d+)/.exec(execFileSync(program, ['-v'], { encoding: 'utf8' })) ?? [];
  return Number(patch) >= 66;
}
