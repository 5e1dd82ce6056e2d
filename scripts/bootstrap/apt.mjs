import { run, which } from './command.mjs';

/** Installs a package with the system's package manager, where there is apt and it may. True when it ended well. */
export function installWithApt(name) {
  if (which('apt-get') === null) return false;
  const asRoot = isRoot() ? [] : which('sudo') === null ? null : ['sudo', '-n'];
  if (asRoot === null) return false;
  console.error('Trying the system’s package manager …');
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', '-y', ...args];
    return run(command, rest, { DEBIAN_FRONTEND: 'noninteractive' });
  };
  return apt('update') && apt('install', name);
}

export function isRoot() {
  return process.getuid?.() === 0;
}
